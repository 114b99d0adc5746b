/**
 * What a report is made of: one pass over the ledger, in memory that does not grow with the number of items.
 * Percentiles come from histograms (off by at most 1 %), lists are the first or the highest so many.
 */
import { LedgerError } from '../base/errors.ts'
import type { FailureGroup, StepProgress } from '../ledger/queries.ts'
import type { BatchRow, ItemRow, SessionRow } from '../ledger/rows.ts'
import { endStates } from '../pipeline/outcome.ts'
import { ActiveTime } from './active-time.ts'
import { joinGroups } from './error-groups.ts'
import { AttemptFold } from './fold/attempt-fold.ts'
import { EndedFold, mostUnsuccessful } from './fold/ended-fold.ts'
import { EventFold } from './fold/event-fold.ts'
import { attemptsOf, endedOf, eventsOf, itemsIn, type Read } from './fold/pages.ts'
import { type ReportOptions, reportOptions } from './report-options.ts'

export interface ReportFacts {
  readonly batch: BatchRow
  /** Wall clock of the newest thing that the report knows of. */
  readonly asOf: number
  readonly options: ReportOptions
  /** Time with a process, over all sessions. */
  readonly activeMs: number
  readonly sessions: readonly SessionRow[]
  readonly steps: readonly StepProgress[]
  readonly attempts: AttemptFold
  readonly items: EndedFold
  readonly events: EventFold
  /** Largest first. */
  readonly errors: readonly FailureGroup[]
  /** The first 2,000 items that failed or wait for a person. */
  readonly failedItems: readonly ItemRow[]
}

const mostGroups = 1_000
const listedWithFiles = 10_000
const listedWithout = 2_000

/** @throws LedgerError when there is no such batch, or when its rows do not add up to its counts */
export async function collectFacts(read: Read, batch: number): Promise<ReportFacts> {
  const row = await readBatch(read, batch)
  const sessions = await read({ get: 'sessions', batch })
  const asOf = await lastSignOf(read, row)
  const time = new ActiveTime(sessions, asOf)
  const options = reportOptions(row)
  const attempts = await foldAttempts(read, batch)
  const items = await foldEnded(read, row, { attempts, listedSuccesses: options.listsFiles ? listedWithFiles : listedWithout })
  const facts = {
    batch: row,
    asOf,
    options,
    activeMs: time.totalMs,
    sessions,
    steps: await read({ get: 'steps', batch }),
    attempts,
    items,
    events: await foldEvents(read, batch, time),
    errors: joinGroups(await read({ get: 'failures', batch, limit: mostGroups })),
    failedItems: await firstFailed(read, batch),
  }
  assertComplete(row, items)
  return facts
}

async function readBatch(read: Read, batch: number): Promise<BatchRow> {
  const row = await read({ get: 'batch', batch })
  if (row) return row
  throw new LedgerError('NO_BATCH', `Expected a batch with number ${batch} in the ledger, got none.`)
}

/** A batch at rest has ended; the newest event tells of one that runs or was killed. */
async function lastSignOf(read: Read, row: BatchRow): Promise<number> {
  if (row.ended !== undefined) return row.ended
  let last = row.created
  for await (const page of eventsOf(read, row.batch)) last = Math.max(last, page.at(-1)?.at ?? 0)
  return last
}

async function foldAttempts(read: Read, batch: number): Promise<AttemptFold> {
  const fold = new AttemptFold()
  for await (const page of attemptsOf(read, batch)) for (const attempt of page) fold.add(attempt)
  return fold
}

async function foldEnded(
  read: Read,
  row: BatchRow,
  setting: { readonly attempts: AttemptFold; readonly listedSuccesses: number },
): Promise<EndedFold> {
  const fold = new EndedFold({ outputRoot: row.outputRoot, ...setting })
  for await (const page of endedOf(read, row.batch)) for (const ended of page) fold.add(ended)
  return fold
}

async function foldEvents(read: Read, batch: number, time: ActiveTime): Promise<EventFold> {
  const fold = new EventFold(time)
  for await (const page of eventsOf(read, batch)) for (const event of page) fold.add(event)
  return fold
}

async function firstFailed(read: Read, batch: number): Promise<readonly ItemRow[]> {
  const first: ItemRow[] = []
  for await (const page of itemsIn(read, batch, ['failed', 'review'])) {
    first.push(...page)
    if (first.length >= mostUnsuccessful) break
  }
  return first.slice(0, mostUnsuccessful)
}

/** While a batch runs its rows move under the reader's feet; at rest, every counted end must have a row. */
function assertComplete(row: BatchRow, items: EndedFold): void {
  if (row.state === 'running' || row.state === 'paused') return
  const wrong = endStates.find((state) => row.counts[state] !== items.counts[state])
  if (wrong === undefined) return
  const message = `Expected ${row.counts[wrong]} rows of ${wrong} items of batch ${row.name}, got ${items.counts[wrong]}.`
  throw new LedgerError('CONSERVATION', message, {
    fix: 'If `millrace gc` has removed this batch, read the report that was written when it ended, in its logs folder.',
  })
}
