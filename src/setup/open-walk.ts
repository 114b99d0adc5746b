/** A fresh walk of an item, and where its output goes: both follow from the item and the pipeline alone. */
import { extname } from 'node:path'
import type { Json } from '../base/json.ts'
import type { KnownFacts } from '../engine/deliver.ts'
import { fileOf, itemNames, relativeOf } from '../engine/item-names.ts'
import type { Walk } from '../engine/walk.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import { outputPath } from '../pipeline/folders.ts'
import type { FileStamp, Item } from '../pipeline/item.ts'
import type { PreparedBatch } from './prepared.ts'

export function openWalk(ready: ReadyItem, prepared: PreparedBatch, batchId: string): Walk {
  const { pipeline, source, folder } = prepared
  const item: Item = {
    id: ready.id,
    data: JSON.parse(ready.data) as Json, // written from this type when the source was read
    metadata: JSON.parse(ready.metadata) as Item['metadata'], // as above
  }
  const file = fileOf(item.data, folder)
  const names = itemNames(item, file, { config: pipeline.config, envelope: source.envelope, batchId })
  const walk: Walk = {
    ...{ ready, item, file, names, attempt: ready.attempt + 1 },
    unwritten: { attempts: [], results: [], files: [] },
    delivered: [],
    result: undefined,
    step: (ready.birth?.born ?? -1) + 1,
    isMarked: false,
    hasWorked: false,
    isReused: false,
    outputBytes: 0,
    lapses: [],
    remarks: [],
  }
  nameOutputPath(walk, prepared)
  return walk
}

/** Worked out when a step asks for it: most never do. Not enumerable, so that it is no part of "the whole context". */
function nameOutputPath(walk: Walk, prepared: PreparedBatch): void {
  if (!mayAskForPath(prepared)) return
  Object.defineProperty(walk.names, 'output_path', {
    get: () => pathFor(walk, prepared, {}),
    enumerable: false,
    configurable: true,
  })
}

/** A step names it, or sees every name. An object with such a property is slow in everything, so most go without. */
function mayAskForPath({ steps }: PreparedBatch): boolean {
  return steps.some(({ work, condition, definition }) => {
    if (work?.plan.readsAll === true || condition?.names.includes('output_path')) return true
    return work?.reads.includes('output_path') === true || definition.reads.some((file) => file.includes('output_path'))
  })
}

/** The item's final path, or nothing while the layout needs facts that are not known yet. */
export function pathFor(walk: Walk, { pipeline, places }: PreparedBatch, known: KnownFacts): string | undefined {
  const { output } = pipeline
  const { takenMs, ...facts } = known
  const dateMs = output.dateFrom === 'exif' ? (takenMs ?? mtimeOf(walk)) : mtimeOf(walk)
  const place = outputPath({
    root: places.root,
    ...placeOf(walk),
    id: walk.item.id,
    layout: output.layout,
    ...(output.naming === undefined ? {} : { naming: output.naming }),
    ...facts,
    ...(dateMs === undefined ? {} : { dateMs }),
    names: walk.names,
  })
  return 'path' in place ? place.path : undefined
}

/** The path of its file, or of a part: behind the path of the file that it was split from. */
function placeOf({ file, item, place }: Walk): { readonly relativePath?: string } {
  if (place !== undefined) return { relativePath: `${place}${file === undefined ? '' : extname(file)}` }
  return file === undefined ? {} : { relativePath: relativeOf(item, file) }
}

/** The file as the source found it. */
export function stampOf({ ready }: Walk): FileStamp | undefined {
  return ready.stamp === undefined ? undefined : (JSON.parse(ready.stamp) as FileStamp) // written from this type
}

function mtimeOf(walk: Walk): number | undefined {
  return stampOf(walk)?.mtimeMs
}
