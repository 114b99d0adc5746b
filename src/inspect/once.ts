/** Steps that run once behind the items, from outside: which of them may have happened, and what a person says of that. */
import { type Clock, systemClock } from '../base/clock.ts'
import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { eventsOf } from '../report/fold/pages.ts'
import { OnceRecord, type OnceResult, onceResultEvent } from '../report/once.ts'
import type { InspectedBatch } from './find-batch.ts'
import type { Decided, Verdict } from './upkeep.ts'

/** How a step after the batch is called where items are named too. */
export const oncePrefix = 'after:'

/** A step behind the items that waits for a person. */
export interface OnceInReview {
  /** `after:push`. */
  readonly id: string
  readonly step: string
  /** `failed`: a person gave it up, and may still think otherwise. */
  readonly state: 'review' | 'failed'
  readonly reason: string
}

/** Steps whose answer was never seen, and those that a person gave up. */
export async function onceInReview(batch: InspectedBatch): Promise<readonly OnceInReview[]> {
  return (await open(batch)).map(({ step, state }) => ({
    ...{ id: `${oncePrefix}${step}`, step },
    ...(state === 'unknown'
      ? { state: 'review', reason: 'it had started and its answer was never seen' }
      : { state: 'failed', reason: 'a person gave it up' }),
  }))
}

/** A person's word on a step behind the items whose answer was never seen. */
export interface OnceDecision {
  /** `after:push` or `push`. */
  readonly step: string
  readonly verdict: Verdict
  readonly clock?: Clock
}

/**
 * Settles a step that may have happened: it counts as done, it runs again, or it is given up and stops the batch there.
 * The batch goes on with `resume`. @throws UsageError for a step that waits for nobody, OwnedError while the batch runs.
 */
export async function decideOnce(
  batch: InspectedBatch,
  { step: named, verdict, clock = systemClock }: OnceDecision,
): Promise<Decided> {
  const step = named.startsWith(oncePrefix) ? named.slice(oncePrefix.length) : named
  const waiting = await open(batch)
  const result = waiting.find((one) => one.step === step)
  if (result === undefined) throw notWaiting(step, waiting, batch)
  const { state, told } = verdicts[verdict]
  const body = JSON.stringify({ ...result, state })
  const ledger = await openLedger({ file: batch.ledger, durability: 'full' })
  try {
    await ledger.commit([{ op: 'event', batch: batch.row.batch, type: onceResultEvent, at: clock.wall(), body }])
  } finally {
    await ledger.close()
  }
  return { id: `${oncePrefix}${step}`, state: told }
}

const verdicts: Readonly<Record<Verdict, { readonly state: OnceResult['state']; readonly told: string }>> = {
  done: { state: 'done', told: 'succeeded' },
  again: { state: 'none', told: 'ready' },
  fail: { state: 'refused', told: 'failed' },
}

async function open(batch: InspectedBatch): Promise<readonly OnceResult[]> {
  const record = new OnceRecord()
  for await (const page of eventsOf((query) => batch.read(query), batch.row.batch)) for (const event of page) record.add(event)
  return record.results.filter(({ state }) => state === 'unknown' || state === 'refused')
}

function notWaiting(step: string, waiting: readonly OnceResult[], { row }: InspectedBatch): UsageError {
  const names = waiting.map((one) => one.step)
  return new UsageError(
    'NOT_IN_REVIEW',
    `No step "${step}" after the items of ${row.name} waits for a decision.${didYouMean(step, names)}`,
    {
      fix: '`millrace review` lists what waits.',
    },
  )
}
