/**
 * Takes a batch from its start to its rest. Duties: 1. tell the start; 2. run the engine, with everything that watches
 * it; 3. bring documents up to the last row; 4. do what is done once, when no item is pending; 5. bring logs up to the
 * last row; 6. write the final state, then the report; 7. tell the end.
 */
import type { Clock } from '../base/clock.ts'
import { errorCode, LedgerError, toError } from '../base/errors.ts'
import type { EngineEnd } from '../engine/engine.ts'
import { failureOf } from '../engine/failure.ts'
import type { LocalEngine } from '../engine/local-engine.ts'
import type { Projector } from '../engine/projector.ts'
import { type StopReason, stopFor } from '../engine/stop-rule.ts'
import type { EventBus } from '../events/bus.ts'
import type { BatchEvents } from '../events/names.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import type { BatchResult } from '../setup/request.ts'
import type { BatchLogs } from './batch-logs.ts'
import { batchResult } from './batch-result.ts'
import type { Monitor } from './monitor.ts'
import type { AfterBatch } from './once/after-batch.ts'
import type { Teller } from './tell.ts'
import type { WrittenReports } from './write-reports.ts'

export interface Conduct {
  readonly ledger: Ledger
  readonly row: BatchRow
  readonly session: number
  readonly engine: LocalEngine
  readonly monitor: Monitor
  readonly projector: Projector | undefined
  readonly logs: BatchLogs | undefined
  readonly bus: EventBus
  readonly clock: Clock
  readonly tell: Teller
  /** Said once at the start. */
  readonly warnings: readonly string[]
  readonly collectOutputs: boolean
  readonly closeTurn: () => Promise<void>
  /** Everything that runs beside the engine until the signal aborts. */
  readonly watchers: readonly ((signal: AbortSignal) => Promise<void>)[]
  /** The aggregation, and the steps after the batch; absent where the pipeline has neither. */
  readonly afterBatch: (() => Promise<AfterBatch>) | undefined
  readonly lastSample: () => Promise<void>
  readonly writeReports: () => Promise<WrittenReports>
  readonly sweep: () => Promise<void>
  /** Everybody who listens has heard of the end, or had the time to. */
  readonly ended: (end: BatchEvents['batch:end']) => Promise<void>
}

export async function conduct(run: Conduct): Promise<BatchResult> {
  const { bus, row, engine, session, clock } = run
  const { total, workers } = engine.snapshot()
  bus.emit('batch:start', { batch_id: row.name, pipeline: row.pipeline, session, total: row.sourceDone ? total : null, workers })
  for (const warning of run.warnings) run.tell.warn('PIPELINE', warning)
  const started = clock.now()
  const items = await watched(run, () => run.engine.run())
  const after = items.stop === undefined ? await afterItems(run) : undefined
  const end = { stop: items.stop ?? after?.stop, summary: after?.summary ?? null }
  const state = end.stop?.state ?? 'completed'
  try {
    if (items.stop !== undefined) await closeDocuments(run, items)
    await rest(run, end, state)
    const reports = await run.writeReports()
    return await finished(run, { ...end, state, reports, ms: clock.now() - started })
  } catch (thrown) {
    // The disk that was full is still full: what could be written is written, and a resume goes on from there.
    if (end.stop === undefined || thrown instanceof LedgerError) throw thrown
    await writeEnd(run, end.stop)
    return await finished(run, { ...end, state, reports: {}, ms: clock.now() - started })
  }
}

const nothingOnce: AfterBatch = { stop: undefined, summary: null }

/** Whoever archives or commits what the batch made finds its documents complete. */
async function afterItems(run: Conduct): Promise<AfterBatch> {
  await closeDocuments(run, { stop: undefined })
  const once = run.afterBatch
  return once === undefined ? nothingOnce : { ...nothingOnce, ...(await watched(run, once)) }
}

/** What watches may fail, for lack of space above all: that stops the batch. A lost ledger is the caller's to see. */
async function watched<End extends EngineEnd>(run: Conduct, work: () => Promise<End>): Promise<End | EngineEnd> {
  const watching = new AbortController()
  const watchers = run.watchers.map((watch) => watch(watching.signal).catch((thrown) => run.engine.lost(toError(thrown))))
  try {
    return await work()
  } catch (thrown) {
    // Without a code it is a mistake in Millrace itself, which nobody should take for a full disk.
    if (thrown instanceof LedgerError || errorCode(thrown) === undefined) throw thrown
    return { stop: stopFor(failureOf(thrown)) }
  } finally {
    watching.abort()
    await Promise.all(watchers)
  }
}

async function closeDocuments({ ledger, row, clock, projector }: Conduct, { stop }: EngineEnd): Promise<void> {
  const { batch } = row
  if (stop?.state === 'cancelled') await ledger.commit([{ op: 'cancel-pending', batch, reason: stop.message, at: clock.wall() }])
  await projector?.catchUp()
  await (stop === undefined ? projector?.finish() : projector?.close())
}

async function rest(
  { ledger, row, logs, clock, lastSample, sweep, monitor, closeTurn }: Conduct,
  { stop }: EngineEnd,
  state: BatchState,
): Promise<void> {
  const batch = row.batch
  const reason = stop === undefined ? {} : { reason: stop.message }
  await logs?.catchUp()
  await logs?.close()
  await sweep()
  await closeTurn()
  await monitor.look()
  await lastSample()
  const ended = clock.wall()
  await ledger.commit([{ op: 'batch-state', batch, state, ended, ...reason }])
  monitor.came(state, stop?.message, ended)
}

/** The ledger says the same as the result where it still can; where it cannot, the batch looks interrupted, and a warning says so. */
async function writeEnd({ ledger, row, clock, tell }: Conduct, { state, message }: StopReason): Promise<void> {
  try {
    const { batch } = row
    const at = clock.wall()
    const cancelled = state === 'cancelled' ? [{ op: 'cancel-pending', batch, reason: message, at } as const] : []
    await ledger.commit([...cancelled, { op: 'batch-state', batch, state, reason: message, ended: at }])
  } catch (thrown) {
    if (thrown instanceof LedgerError) throw thrown
    tell.warn('END_NOT_WRITTEN', `The end of the batch could not be written down: ${toError(thrown).message}`)
  }
}

interface Finish extends AfterBatch {
  readonly state: BatchState
  readonly reports: WrittenReports
  readonly ms: number
}

async function finished(run: Conduct, { state, stop, summary, reports, ms }: Finish): Promise<BatchResult> {
  const { bus, row, engine, monitor } = run
  const { counts, total } = engine.snapshot()
  monitor.came(state, stop?.message, run.clock.wall())
  const reason = stop === undefined ? {} : { reason: stop.message }
  const end = { batch_id: row.name, state, ...reason, total, ...counts, ms }
  bus.emit('batch:end', end)
  await run.ended(end)
  return batchResult({ ledger: run.ledger, row, collect: run.collectOutputs, status: monitor.status(), stop, summary, reports })
}
