/** Results that were kept: which one fits, and whether it still holds. */
import { stat } from 'node:fs/promises'
import { errorCode } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { KeptResult } from '../ledger/rows.ts'
import type { DeliveredFile } from '../pipeline/delivery.ts'
import { hashFile } from '../system/file-hash.ts'
import { pathKey } from '../system/safe-path.ts'
import type { ItemKit } from './item-kit.ts'
import type { PlannedStep } from './planned-step.ts'
import type { Walk } from './walk.ts'

export interface KeptAsk {
  readonly step: string
  readonly fp: string
  /** Only results of this batch count. */
  readonly freshFor: number | undefined
}

export function findKept(results: readonly KeptResult[], { step, fp, freshFor }: KeptAsk): KeptResult | undefined {
  if (results.length === 0) return undefined
  return results.find((kept) => kept.fp === fp && kept.step === step && (freshFor === undefined || kept.batch === freshFor))
}

interface ReuseCase {
  readonly planned: PlannedStep
  readonly walk: Walk
  readonly kit: ItemKit
  readonly fp: string
}

/** Takes a kept result over, as if the step had just made it. False when its files are not what they were. */
export async function reuse(kept: KeptResult, { planned, walk, kit, fp }: ReuseCase): Promise<boolean> {
  const files = keptFiles(kept)
  for (const file of files) {
    if (!(await isUntouched(file)) || !(await kit.claim(walk, planned.definition.name, file))) return false
  }
  const text = kept.value ?? (kept.blob === undefined ? 'null' : await kit.blob(kept.blob))
  const value = JSON.parse(text) as Json // JSON.parse gives JSON
  walk.names[planned.definition.output] = value
  walk.result = { step: planned.definition.name, fp, value }
  for (const file of files) adopt(file, walk)
  walk.isReused = !walk.hasWorked
  const at = kit.clock.wall()
  walk.unwritten.attempts.push({ step: planned.index, n: 0, outcome: 'succeeded', reused: true, started: at, ms: 0 })
  return true
}

export function keptFiles(kept: KeptResult): readonly DeliveredFile[] {
  return JSON.parse(kept.files ?? '[]') as DeliveredFile[] // the ledger wrote this text from exactly this type
}

/** The file counts as this batch's output from now on. */
function adopt(file: DeliveredFile, walk: Walk): void {
  walk.delivered.push(file)
  walk.unwritten.files.push({ ...file, pathKey: pathKey(file.path) })
  walk.outputBytes += file.sizeBytes
}

/** The file is there, with the content that was delivered. */
export async function isUntouched(file: DeliveredFile): Promise<boolean> {
  try {
    const { size, mtimeMs } = await stat(file.path)
    if (size !== file.sizeBytes) return false
    return mtimeMs === file.mtimeMs || (await hashFile(file.path)) === file.sha256
  } catch (thrown) {
    if (errorCode(thrown) === 'ENOENT' || errorCode(thrown) === 'ENOTDIR') return false
    throw thrown
  }
}
