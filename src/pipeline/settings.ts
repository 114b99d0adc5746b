/**
 * Several places say how a batch runs: flags, a manifest, the pipeline file, the config file. Each is a layer of single
 * settings that remember where they were written; a stronger layer replaces single settings of a weaker one.
 */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import type { Path, Places } from './places.ts'

export interface Setting {
  /** Where it belongs: a key of the pipeline file, or one below `input`, `output`, `retry`, `budget` or `config`. */
  readonly path: Path
  readonly value: Json
  /** Where it was written. */
  readonly places: Places
  readonly from: Path
}

export type Layer = readonly Setting[]

/** Objects whose fields are settings of their own. */
const groups = new Set(['input', 'output', 'retry', 'config', 'budget'])

/** Other spellings of a setting. */
const aliases: Readonly<Record<string, Path>> = {
  max_concurrent: ['workers'],
  input_format: ['input', 'type'],
  input_path: ['input', 'path'],
  file_pattern: ['input', 'pattern'],
  output_format: ['output', 'type'],
  output_path: ['output', 'path'],
  'output.organize': ['output', 'layout'],
  'output.preserve_structure': ['output', 'layout'],
}

/** Every other spelling at the top of a file, for the spelling aid. */
export const otherSpellings = [
  'parallel',
  'retry_failed',
  'max_retries',
  ...Object.keys(aliases).filter((name) => !name.includes('.')),
]

/** The settings of one object, under their first names. Throws UsageError when one is given under two names. */
export function layerOf(value: JsonObject, places: Places): Layer {
  const settings = Object.entries(value).flatMap(([key, inner]): Layer => {
    if (!groups.has(key) || !isObject(inner)) return [setting([key], inner, places)]
    const fields = Object.entries(inner as JsonObject) // a part of JSON
    return fields.map(([field, entry]) => setting([key, field], entry, places))
  })
  return refuseTwice(withTries(settings))
}

/** Weaker layers first. A layer that names another type of input or output drops the weaker options of the old type. */
export function mergeLayers(layers: readonly Layer[]): Layer {
  const merged = new Map<string, Setting>()
  for (const layer of layers) {
    for (const group of ['input', 'output']) if (changesType(layer, merged, group)) dropGroup(merged, group)
    for (const one of layer) merged.set(JSON.stringify(one.path), one)
  }
  return [...merged.values()]
}

/** The document that the settings make, and where each of its values was written. */
export function documentOf(layer: Layer): { readonly value: JsonObject; readonly places: Places } {
  const value: Record<string, Json> = {}
  for (const one of layer) put(value, one)
  const origin = (path: Path) => {
    const found = layer.find((one) => isBelow(path, one.path)) ?? layer.find((one) => isBelow(one.path, path)) ?? layer[0]
    return found === undefined ? undefined : { places: found.places, path: [...found.from, ...path.slice(found.path.length)] }
  }
  return {
    value,
    places: {
      placeOf(path, part) {
        const found = origin(path)
        return found?.places.placeOf(found.path, part) ?? { file: 'pipeline' }
      },
      placeOfText(path, piece, nth) {
        const found = origin(path)
        return found?.places.placeOfText(found.path, piece, nth) ?? { file: 'pipeline' }
      },
    },
  }
}

function setting(from: Path, value: Json, places: Places): Setting {
  const path = aliases[from.join('.')] ?? from
  return { path, value: from[1] === 'preserve_structure' ? keptStructure(value) : value, places, from }
}

function keptStructure(value: Json): Json {
  if (typeof value !== 'boolean') return value
  return value ? 'tree' : 'flat'
}

/** `parallel: false`, `retry_failed` and `max_retries` as the numbers they stand for. Wrong values stay to be refused. */
function withTries(layer: Layer): Layer {
  const of = (key: string) => layer.find(({ path }) => path.length === 1 && path[0] === key)
  const [parallel, failed, repeats] = [of('parallel'), of('retry_failed'), of('max_retries')]
  const made: Setting[] = []
  const used = new Set<Setting | undefined>()
  if (typeof parallel?.value === 'boolean') {
    used.add(parallel)
    if (!parallel.value) made.push({ ...parallel, path: ['workers'], value: 1 })
    if (!parallel.value) used.add(of('workers'))
  }
  if (typeof repeats?.value === 'number' && Number.isInteger(repeats.value) && repeats.value >= 0) {
    used.add(repeats)
    if (failed?.value !== false) made.push({ ...repeats, path: ['retry', 'attempts'], value: repeats.value + 1 })
  }
  if (typeof failed?.value === 'boolean') {
    used.add(failed)
    if (!failed.value) made.push({ ...failed, path: ['retry', 'attempts'], value: 1 })
  }
  return [...layer.filter((one) => !used.has(one)), ...made]
}

function refuseTwice(layer: Layer): Layer {
  const seen = new Map<string, Setting>()
  for (const one of layer) {
    const key = JSON.stringify(one.path)
    const other = seen.get(key)
    if (other !== undefined) {
      const names = `\`${other.from.join('.')}\` and \`${one.from.join('.')}\``
      throw new UsageError('KEY_TWICE', `Expected one of ${names}, got both: they mean the same.`, {
        place: one.places.placeOf(one.from, 'key'),
      })
    }
    seen.set(key, one)
  }
  return layer
}

function changesType(layer: Layer, merged: ReadonlyMap<string, Setting>, group: string): boolean {
  const key = JSON.stringify([group, 'type'])
  const next = layer.find(({ path }) => JSON.stringify(path) === key)
  const before = merged.get(key)
  return next !== undefined && before !== undefined && JSON.stringify(next.value) !== JSON.stringify(before.value)
}

function dropGroup(merged: Map<string, Setting>, group: string): void {
  for (const [key, { path }] of merged) if (path[0] === group) merged.delete(key)
}

function put(value: Record<string, Json>, { path, value: entry }: Setting): void {
  const [group = '', field] = path
  if (field === undefined) value[group] = entry
  else value[group] = { ...(isObject(value[group]) ? (value[group] as JsonObject) : {}), [field]: entry } // a part of JSON
}

function isBelow(path: Path, ancestor: Path): boolean {
  return ancestor.length <= path.length && ancestor.every((key, index) => path[index] === key)
}
