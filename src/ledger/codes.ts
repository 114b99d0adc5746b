/** How names are kept in the file: small integers, because an integer below 2 costs no byte in a row and a name costs ten. */
import { type OnFailure, onFailureNames } from '../pipeline/dependency.ts'
import type { ItemState } from '../pipeline/outcome.ts'
import type { AttemptOutcome } from './rows.ts'

/** Append only: the place of a name is what stands in every ledger file. From `firstEnd` on, the item has ended. */
export const itemStates = [
  'blocked',
  'ready',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'review',
] as const satisfies readonly ItemState[]

/** Append only, like `itemStates`. */
export const attemptOutcomes = [
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'review',
  'retry',
  'lost',
  'interrupted',
] as const satisfies readonly AttemptOutcome[]

const stateCodes = new Map<ItemState, number>(itemStates.map((name, code) => [name, code]))
const outcomeCodes = new Map<AttemptOutcome, number>(attemptOutcomes.map((name, code) => [name, code]))

export function stateCode(state: ItemState): number {
  return stateCodes.get(state) ?? unknown(state)
}

export function stateName(code: number): ItemState {
  return itemStates[code] ?? unknown(code)
}

export function outcomeCode(outcome: AttemptOutcome): number {
  return outcomeCodes.get(outcome) ?? unknown(outcome)
}

export function outcomeName(code: number): AttemptOutcome {
  return attemptOutcomes[code] ?? unknown(code)
}

/** Codes by name, for SQL text: partial indexes are only used where the number stands in the statement. */
export const state = {
  blocked: 0,
  ready: 1,
  running: 2,
  waiting: 3,
  succeeded: 4,
  failed: 5,
  skipped: 6,
  cancelled: 7,
  review: 8,
  firstEnd: 4,
} as const

export function onFailureCode(onFailure: OnFailure): number {
  return onFailureNames.indexOf(onFailure)
}

export function onFailureName(code: number): OnFailure {
  return onFailureNames[code] ?? unknown(code)
}

/** `part`: a merge puts it together with others. `replaced`: its parts stand for it. Of all others: 0. */
export const innerCodes = { part: 1, replaced: 2 } as const

const keysPerBatch = 2 ** 32

/** One integer names an item in the whole file: the batch above, `seq` (from 1) in the lower 32 bits. */
export function itemKey(batch: number, seq: number): number {
  return batch * keysPerBatch + seq
}

export function seqOf(key: number): number {
  return key % keysPerBatch
}

/** All keys of a batch: above the first, below the second. */
export function keyRange(batch: number): readonly [above: number, below: number] {
  return [batch * keysPerBatch, (batch + 1) * keysPerBatch]
}

/** A sha256 in hexadecimal (lower case) as 32 bytes; any other text stays text. */
export function packHash(text: string): string | Uint8Array {
  if (text.length !== 64 || text !== text.toLowerCase()) return text
  const bytes = Buffer.from(text, 'hex')
  return bytes.length === 32 ? bytes : text
}

export function unpackHash(kept: string | Uint8Array): string {
  return typeof kept === 'string' ? kept : Buffer.from(kept.buffer, kept.byteOffset, kept.byteLength).toString('hex')
}

function unknown(name: unknown): never {
  throw new TypeError(`Expected a known state or outcome, got ${JSON.stringify(name)}.`)
}
