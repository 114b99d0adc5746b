/** Why each step of an item ran, or did not: its kept results are compared piece by piece. */
import { UsageError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import type { ReplyOf } from '../ledger/queries.ts'
import type { AttemptRecord, BatchRow, ItemRow } from '../ledger/rows.ts'
import { changedParts } from '../pipeline/fingerprint.ts'
import type { ItemState } from '../pipeline/outcome.ts'
import type { InspectedBatch } from './find-batch.ts'
import { type Waiting, waitingOf } from './waiting.ts'

/** Why an item ran, was reused, waits or ended as it did, step by step. */
export interface Explanation {
  readonly batch_id: string
  readonly id: string
  readonly state: ItemState
  /** `CODE: message` of a failed item, else null. */
  readonly error: string | null
  /** Why an item that has not failed stands where it does: whom it waits for, or why it was left out. */
  readonly reason: string | null
  readonly depends_on: Waiting['depends_on']
  readonly steps: readonly StepExplanation[]
}

/** What happened at one step, and what had changed since its kept result. */
export interface StepExplanation {
  readonly step: string
  readonly action: 'ran' | 'reused' | 'not reached'
  /** A sentence. */
  readonly why: string
  /** The pieces of its fingerprint that differ from the result before. */
  readonly changed: readonly string[]
  /** How its attempts in this batch ended, oldest first. */
  readonly attempts: readonly string[]
}

type Kept = ReplyOf<{ readonly get: 'results'; readonly itemId: string }>[number]

const mostAttempts = 10_000

/** @throws UsageError where the batch has no such item. */
export async function explainItem(batch: InspectedBatch, itemId: string): Promise<Explanation> {
  const { read, row } = batch
  const item = await itemNamed(batch, itemId)
  const attempts = await read({ get: 'attempts', batch: row.batch, seq: item.seq, after: 0, limit: mostAttempts })
  const kept = await read({ get: 'results', itemId: item.id })
  const facts = { batch: row.batch, isFresh: isFresh(row), attempts, kept }
  const { depends_on, waitsFor } = await waitingOf(batch, item)
  return {
    batch_id: row.name,
    id: item.id,
    state: item.state,
    error: item.state === 'failed' ? [item.code, item.reason].filter(Boolean).join(': ') : null,
    reason: item.state === 'failed' ? null : (waitsFor ?? item.reason ?? null),
    depends_on,
    steps: row.stepNames.map((step, index) => explainStep(step, index, facts)),
  }
}

/** @throws UsageError where the batch has no such item. */
export async function itemNamed({ read, row }: InspectedBatch, id: string): Promise<ItemRow> {
  const [item] = await read({ get: 'items', batch: row.batch, ids: [id], after: 0, limit: 1 })
  if (item !== undefined) return item
  const near = await read({ get: 'items', batch: row.batch, after: 0, limit: 1_000 })
  const message = `Expected an item of batch ${row.name}, got "${id}".${didYouMean(
    id,
    near.map((other) => other.id),
  )}`
  throw new UsageError('UNKNOWN_ITEM', message, { fix: 'See the ids with `millrace items`.' })
}

/** `--fresh`: the batch looked at no kept result of another one. */
function isFresh({ optionsJson }: BatchRow): boolean {
  const options: unknown = JSON.parse(optionsJson)
  return isObject(options) && options['fresh'] === true
}

interface StepFacts {
  readonly batch: number
  readonly isFresh: boolean
  readonly attempts: readonly AttemptRecord[]
  readonly kept: readonly Kept[]
}

export function explainStep(step: string, index: number, facts: StepFacts): StepExplanation {
  const { attempts, kept } = facts
  const own = attempts.filter((attempt) => attempt.step === index)
  const told = own.map((attempt) => `${attempt.outcome}${attempt.code === undefined ? '' : ` ${attempt.code}`}`)
  const results = kept.filter((result) => result.step === step && result.state === 'done')
  if (own.length === 0)
    return { step, action: 'not reached', why: 'The item ended or waits before this step.', changed: [], attempts: [] }
  if (own.at(-1)?.reused === true) {
    return { step, action: 'reused', why: 'Everything its kept result depends on is as it was.', changed: [], attempts: told }
  }
  return { step, action: 'ran', ...whyRan(facts, results), attempts: told }
}

function whyRan({ batch, isFresh }: StepFacts, results: readonly Kept[]): Pick<StepExplanation, 'why' | 'changed'> {
  const before = newest(results.filter((result) => result.batch < batch))
  const now = results.find((result) => result.batch === batch)
  if (before === undefined) return { why: 'There was no kept result of an earlier batch.', changed: [] }
  if (isFresh) return { why: 'With --fresh, no kept result of an earlier batch counts.', changed: [] }
  if (now === undefined)
    return { why: 'The kept result of an earlier batch no longer held, and no new one was made.', changed: [] }
  const changed = changedParts(before.parts, now.parts)
  if (changed.length > 0) return { why: `Changed since the last result: ${changed.join(', ')}.`, changed }
  return { why: 'Nothing it depends on changed, but its delivered file did.', changed }
}

function newest(results: readonly Kept[]): Kept | undefined {
  return results.toSorted((a, b) => b.batch - a.batch)[0]
}
