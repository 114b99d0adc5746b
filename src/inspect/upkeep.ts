/** What a person does to a batch at rest: settle what waits for a decision, and let old batches go. */
import { type Clock, systemClock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { itemNamed } from './explain.ts'
import { findBatches, type InspectedBatch, type InspectionPlace, rowNow } from './find-batch.ts'

/** What a person says of an item in review: it was done, it is to run again, or it failed. */
export type Verdict = 'done' | 'again' | 'fail'

/** An item whose doubt a person has settled, and its state since. */
export interface Decided {
  readonly id: string
  readonly state: string
}

export interface Decision {
  readonly itemIds: readonly string[]
  readonly verdict: Verdict
  readonly clock?: Clock
}

/**
 * Settles items in review: the unknown result counts as done, is forgotten so that the step runs again, or failed.
 * What is ready again waits for `resume`. @throws OwnedError while a process runs the batch.
 */
export async function decideReview(
  batch: InspectedBatch,
  { itemIds, verdict, clock = systemClock }: Decision,
): Promise<readonly Decided[]> {
  const items = await Promise.all(itemIds.map((id) => itemNamed(batch, id)))
  return withLedger(batch.ledger, async (ledger) => {
    const decided: Decided[] = []
    for (const { seq, id } of items) {
      const [{ state }] = await ledger.commit([{ op: 'decide', batch: batch.row.batch, seq, verdict, at: clock.wall() }])
      decided.push({ id, state })
    }
    if (decided.some(({ state }) => state === 'ready')) await reopenBatch(batch, ledger)
    return decided
  })
}

/** A completed batch that has pending items again is one that `resume` may continue. */
async function reopenBatch(batch: InspectedBatch, ledger: Ledger): Promise<void> {
  const { state } = await rowNow(batch)
  if (state !== 'completed' && state !== 'cancelled') return
  await ledger.commit([
    { op: 'batch-state', batch: batch.row.batch, state: 'interrupted', reason: 'items in review were settled' },
  ])
}

/** How much of old batches is kept. */
export interface GarbageRequest {
  /** Batches that are kept in any case, per ledger. @default 10 */
  readonly keepBatches?: number | undefined
  /** Younger batches are kept in any case. @default 30 days */
  readonly olderThanMs?: number | undefined
  /** Kept results of items that no batch has any more go too. @default false */
  readonly forget?: boolean | undefined
  readonly clock?: Clock
}

/** What was dropped from one ledger. */
export interface Collected {
  /** The file. */
  readonly ledger: string
  /** Batches that were emptied; the row of each stays, with its counts. */
  readonly batches: number
  readonly rows: number
  /** Files of large values that nothing refers to any more. */
  readonly blobs: number
}

const thirtyDaysMs = 30 * 86_400_000

/** Drops items and attempts of old batches in every ledger of the place. @throws OwnedError while one is in use. */
export async function collectGarbage(place: InspectionPlace, request: GarbageRequest = {}): Promise<readonly Collected[]> {
  const { keepBatches = 10, olderThanMs = thirtyDaysMs, forget = false, clock = systemClock } = request
  const files = [...new Set(findBatches(place).map(({ file }) => file))]
  const collected: Collected[] = []
  for (const file of files) {
    const olderThan = clock.wall() - olderThanMs
    const [counts] = await withLedger(file, (ledger) =>
      ledger.commit([{ op: 'collect-garbage', keepBatches, olderThan, forget }]),
    )
    collected.push({ ledger: file, ...counts })
  }
  return collected
}

async function withLedger<Value>(file: string, work: (ledger: Ledger) => Promise<Value>): Promise<Value> {
  const ledger = await openLedger({ file, durability: 'full' })
  try {
    return await work(ledger)
  } finally {
    await ledger.close()
  }
}
