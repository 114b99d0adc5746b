/** What a step's result for one item depends on, besides what is the same for every item. */
import { resolve } from 'node:path'
import { type Json, sha256 } from '../base/json.ts'
import type { Fingerprint } from '../pipeline/fingerprint.ts'
import { fill, lookUp } from '../pipeline/placeholders.ts'
import type { PlannedStep, PlannedWork } from './planned-step.ts'
import type { Walk } from './walk.ts'

export interface FingerprintSetting {
  /** sha256 of a file's content, kept by its stamp. */
  fileHash(file: string): Promise<string>
  /** The output's root and layout, for steps that deliver without naming the path. */
  readonly output: Json
  /** Relative `reads` start here: the pipeline file's folder. */
  readonly folder: string
}

/** The fingerprint; a promise only where a file has to be hashed. */
export function fingerprintOf(
  planned: PlannedStep,
  work: PlannedWork,
  { walk, setting }: PrintCase,
): Fingerprint | Promise<Fingerprint> {
  const parts: Record<string, Json> = { item: walk.item.id }
  for (const name of work.reads) parts[`{${name}}`] = lookUp(name.split('.'), walk.names) ?? null
  if (work.plan.readsAll === true) parts['context'] = contextOf(walk)
  if (work.plan.delivers === true) parts['output'] = setting.output
  const files = filesRead(planned, work, { walk, setting })
  return files.size === 0 ? work.print(parts) : withFiles(parts, files, { print: work.print, setting })
}

export interface PrintCase {
  readonly walk: Walk
  readonly setting: FingerprintSetting
}

/** By what `explain` calls them, so that a folder that moved as a whole changes nothing. */
function filesRead(
  { definition }: PlannedStep,
  { plan }: PlannedWork,
  { walk, setting }: PrintCase,
): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  const readsFile = plan.readsFile === true || plan.readsAll === true
  if (readsFile && walk.file !== undefined) files.set('input', walk.file)
  for (const named of definition.reads) files.set(`reads ${named}`, resolve(setting.folder, String(fill(named, walk.names))))
  return files
}

interface FilesCase {
  readonly print: PlannedWork['print']
  readonly setting: FingerprintSetting
}

async function withFiles(
  parts: Record<string, Json>,
  files: ReadonlyMap<string, string>,
  { print, setting }: FilesCase,
): Promise<Fingerprint> {
  for (const [name, file] of files) parts[name] = await setting.fileHash(file)
  return print(parts)
}

/** Everything that a function could look at, as one hash; what differs with every batch or try is left out. */
function contextOf(walk: Walk): string {
  const { batch_id: _batch, attempt: _attempt, ...names } = walk.names
  return sha256(JSON.stringify([walk.item.data, walk.item.metadata, names]))
}
