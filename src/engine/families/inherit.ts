/** What a part takes over from the item it was split from: kept once per item, read once for many of its parts. */
import type { Json, JsonObject } from '../../base/json.ts'
import type { Item } from '../../pipeline/item.ts'
import { relativeOf } from '../item-names.ts'
import type { Walk } from '../walk.ts'

export interface Inheritance {
  readonly id: string
  readonly names: JsonObject
  readonly metadata: Item['metadata']
  /** The file of the item, absolute, and its stamp as JSON. */
  readonly file?: string
  readonly stamp?: string
  /** Where its output would lie below the output root. */
  readonly place?: string
}

/** Given anew to every walk, or different for every part. */
const notInherited = ['config', 'envelope', 'item', 'batch_id', 'attempt', 'part', 'part_index', 'parent']

/** @param wanted names that the parts look at; absent: all */
export function inheritanceOf(walk: Walk, wanted: ReadonlySet<string> | undefined): Inheritance {
  const isWanted = (name: string) => !notInherited.includes(name) && (wanted?.has(name) ?? true)
  const { item, file, place, ready } = walk
  const placed = place ?? (file === undefined ? undefined : relativeOf(item, file))
  return {
    id: item.id,
    names: Object.fromEntries(Object.entries(walk.names).filter(([name]) => isWanted(name))),
    metadata: item.metadata,
    ...(file === undefined ? {} : { file }),
    ...(ready.stamp === undefined ? {} : { stamp: ready.stamp }),
    ...(placed === undefined ? {} : { place: placed }),
  }
}

/** A part that names a file of its own keeps that; otherwise it works on the file of its parent. */
export function inherit(walk: Walk, { id, names, metadata, file, stamp, place }: Inheritance): void {
  const own = walk.file === undefined ? {} : fileNames(walk.names)
  const birth = { part: walk.item.data, part_index: (walk.ready.birth?.index ?? 0) + 1, parent: { id } }
  Object.assign(walk.names, unshared(names), own, birth)
  const suffix = walk.item.id.slice(id.length + 1)
  const inherited = walk.file === undefined && file !== undefined ? { file, ready: { ...walk.ready, stamp } } : {}
  const placed = place === undefined ? {} : { place: `${place}/${suffix}` }
  Object.assign(walk, { item: { ...walk.item, metadata }, ...inherited, ...placed })
}

const fileKeys = ['path', 'relative_path', 'dir', 'filename', 'basename', 'stem', 'ext']

function fileNames(names: JsonObject): JsonObject {
  return Object.fromEntries(fileKeys.flatMap((key) => (names[key] === undefined ? [] : [[key, names[key]]])))
}

/** What a step does to a value of one part, no other part sees. Texts, which nobody can change, are not copied. */
function unshared(names: JsonObject): JsonObject {
  const copies = Object.entries(names).map(([name, value]): [string, Json] => [
    name,
    isText(value) ? value : structuredClone(value),
  ])
  return Object.fromEntries(copies)
}

function isText(value: Json): boolean {
  return typeof value !== 'object' || value === null
}
