/** What a step's result for one item depends on, besides what is the same for every item. */
import { resolve } from 'node:path'
import { type Json, type JsonObject, sha256 } from '../base/json.ts'
import type { Fingerprint } from '../pipeline/fingerprint.ts'
import { fill, lookUp } from '../pipeline/placeholders.ts'
import { namesIn } from '../pipeline/recipe-scope.ts'
import { groupEntry } from './groups/entry.ts'
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
  const names = namesOf(planned, walk)
  for (const name of work.reads) parts[`{${name}}`] = lookUp(name.split('.'), names) ?? null
  if (work.plan.readsAll === true) parts['context'] = contextOf(walk, names)
  if (work.plan.delivers === true) parts['output'] = setting.output
  // Of the others in its group a value does not depend.
  if (planned.definition.group !== undefined && work.plan.readsAll !== true)
    parts['entry'] = sha256(JSON.stringify(groupEntry(walk, planned.definition.scope)))
  if (planned.definition.kind === 'merge') parts['parts'] = sha256(JSON.stringify(walk.family?.results ?? []))
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
  const folder = definition.scope?.folder ?? setting.folder
  const names = definition.reads.length === 0 ? {} : namesOf({ definition }, walk)
  for (const named of definition.reads) files.set(`reads ${named}`, resolve(folder, String(fill(named, names))))
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
function contextOf(walk: Walk, { batch_id: _batch, attempt: _attempt, ...names }: JsonObject): string {
  return sha256(JSON.stringify([walk.item.data, walk.item.metadata, names]))
}

/** As the step sees them. */
function namesOf({ definition }: Pick<PlannedStep, 'definition'>, walk: Walk): JsonObject {
  return definition.scope === undefined ? walk.names : namesIn(definition.scope, walk.names)
}
