/** The names that every step of an item sees. */
import { basename, dirname, extname, isAbsolute, join } from 'node:path'
import type { Json, JsonObject } from '../base/json.ts'
import { isObject } from '../base/json.ts'
import type { Item } from '../pipeline/item.ts'

export interface NamesSetting {
  readonly config: JsonObject
  readonly envelope: JsonObject
  readonly batchId: string
}

/** The item's own file, absolute, where its data names one: `data.path`, `data.file`, or data that is a path. */
export function fileOf(data: Json, folder: string): string | undefined {
  const named = isObject(data) ? (data['path'] ?? data['file']) : undefined
  if (typeof named !== 'string' || named === '') return undefined
  return isAbsolute(named) ? named : join(folder, named)
}

/** `input`, `metadata`, `config`, `path` and its kin; `output_path` and step outputs are added as they become known. */
export function itemNames(item: Item, file: string | undefined, setting: NamesSetting): Record<string, Json> {
  const names: Record<string, Json> = {
    input: item.data,
    metadata: item.metadata,
    config: setting.config,
    envelope: setting.envelope,
    item: { id: item.id },
    batch_id: setting.batchId,
  }
  return file === undefined ? names : Object.assign(names, pathNames(file, relativeOf(item, file)))
}

/** The path below the input folder, where the source knows it. */
export function relativeOf(item: Item, file: string): string {
  const relative = isObject(item.data) ? item.data['relative_path'] : undefined
  return typeof relative === 'string' ? relative : basename(file)
}

function pathNames(file: string, relative: string): Record<string, Json> {
  const filename = basename(file)
  const extension = extname(filename)
  const stem = filename.slice(0, filename.length - extension.length)
  return { path: file, relative_path: relative, dir: dirname(file), filename, basename: stem, stem, ext: extension.slice(1) }
}
