/**
 * Builds one batch from its parts and runs it. Read this first: the only place that says which implementation of what.
 *
 *   prepare the pipeline → own the ledger → source → engine (plan, gates, walks) → watchers → conduct it to its rest
 */
import { setMaxListeners } from 'node:events'
import { resolve } from 'node:path'
import { systemClock } from './base/clock.ts'
import type { JsonObject } from './base/json.ts'
import { watchControls } from './engine/control-watch.ts'
import { sampleOften, takeSample } from './engine/sampler.ts'
import type { AttemptRecord } from './ledger/rows.ts'
import type { ThreadLedger } from './ledger/thread-ledger.ts'
import { machineEvent } from './report/machine.ts'
import { begin, withThread } from './run/begin.ts'
import { buildEngine } from './run/build-engine.ts'
import { closeBatch, sweepBatch, tellEnd } from './run/come-to-rest.ts'
import { conduct } from './run/conduct.ts'
import { LiveBatch, Readers } from './run/live-batch.ts'
import { machineFacts } from './run/machine-facts.ts'
import { openOnce } from './run/once/open-once.ts'
import { openLimits } from './run/open-limits.ts'
import { openOutputs } from './run/open-outputs.ts'
import { openTelling } from './run/open-telling.ts'
import { type OwnAgain, type OwnedBatch, ownAgain, ownNew } from './run/own-batch.ts'
import { tuneAgain } from './run/tune-again.ts'
import { writeReports } from './run/write-reports.ts'
import { type FoundBatch, findBatch } from './setup/find-batch.ts'
import { prepareAgain, prepareBatch } from './setup/prepare.ts'
import type { PreparedBatch } from './setup/prepared.ts'
import type { Batch, BatchRequest, BatchResult, ContinueRequest } from './setup/request.ts'
import { continuing, newWatch, watchedBefore } from './setup/watched-before.ts'

/** Starts a new batch. Rejects with UsageError before anything has started, with OwnedError when the ledger is taken. */
export async function startBatch(request: BatchRequest): Promise<Batch> {
  return withThread(async (thread) => {
    const prepared = await prepareBatch(request)
    if (prepared.pipeline.options.watch !== undefined) return startWatch(prepared, request, thread)
    return begin(
      prepared,
      () => ownNew(prepared, request, thread),
      (owned) => runBatch(prepared, owned, request),
    )
  })
}

/** A watch goes on with the batch that it had before, as long as the pipeline is the same. */
async function startWatch(prepared: PreparedBatch, request: BatchRequest, thread: ThreadLedger): Promise<Batch> {
  const { same, other } = watchedBefore(prepared, request)
  if (same === undefined) {
    const warnings = other === undefined ? prepared.warnings : [...prepared.warnings, newWatch(other)]
    const warned = { ...prepared, warnings }
    return begin(
      warned,
      () => ownNew(prepared, request, thread),
      (owned) => runBatch(warned, owned, request),
    )
  }
  await prepared.hooks.close()
  return goOn(same, continuing(same, request), { reopen: false, thread })
}

/** Goes on with a batch that failed or was interrupted, from its frozen items and stored pipeline. */
export function resumeBatch(request: ContinueRequest): Promise<Batch> {
  return continueBatch(request, { reopen: false })
}

/** Reopens the failed items of a batch, or those that `only` and `where` select, and runs them again. */
export function retryBatch(request: ContinueRequest): Promise<Batch> {
  return continueBatch(request, { reopen: true })
}

function continueBatch(request: ContinueRequest, how: OwnAgain): Promise<Batch> {
  return withThread(async (thread) => {
    const found = findBatch({ ...request, folder: resolve(request.folder ?? process.cwd()) })
    return goOn(found, request, { ...how, thread })
  })
}

async function goOn(found: FoundBatch, request: ContinueRequest, how: OwnAgain): Promise<Batch> {
  const prepared = await prepareAgain(found.row, request)
  return begin(
    prepared,
    () => ownAgain(found, request, how),
    (owned) => runBatch(prepared, owned, request),
  )
}

/**
 * Takes items given in code through a pipeline and resolves when the last has ended.
 * Failed items are in the result; rejects only when the batch could not start, or its ledger was lost.
 * @param pipeline a name, a path, a definition as an object, or YAML text
 * @param config `{config.…}` in the pipeline
 */
export async function processBatch(
  inputs: NonNullable<BatchRequest['inputs']>,
  pipeline: string | JsonObject,
  config: JsonObject = {},
): Promise<BatchResult> {
  const batch = await startBatch({ inputs, pipeline, config })
  return batch.done
}

type Asked = Pick<ContinueRequest, 'listen' | 'collectOutputs' | 'options'>

async function runBatch(prepared: PreparedBatch, owned: OwnedBatch, asked: Asked): Promise<Batch> {
  const clock = systemClock
  const { ledger, row, session } = owned
  const telling = await openTelling({ prepared, owned, listen: asked.listen, clock })
  const { bus, tell, tally, monitor, usage } = telling
  const abort = new AbortController()
  // Every running attempt listens to it.
  setMaxListeners(0, abort.signal)
  const { projector, logs } = await openOutputs({ prepared, owned, tally, clock })
  const onAttempts = (records: readonly AttemptRecord[]) => logs?.hear(records)
  const limits = await openLimits({ prepared, owned, tell, onLost: (error) => engine.lost(error) })
  const { engine, closeTurn } = buildEngine({ prepared, owned, tally, tell, monitor, clock, abort, onAttempts, ...limits })
  if (session > 1) await tuneAgain({ ledger, batch: row.batch, engine, hasWorkers: asked.options?.['workers'] !== undefined })
  tell.keep(machineEvent, await machineFacts(prepared))
  const once = openOnce({ prepared, owned, bus, clock, stop: abort.signal })
  const turn = async (verb: string, args: JsonObject) => {
    once.saw(verb, args)
    return tell.controlled({ verb, args, answer: engine.control(verb, args) })
  }
  const measured = { snapshot: () => engine.snapshot(), usage: () => usage.sample(), eta: () => monitor.eta() }
  const sampling = { ledger, batch: row.batch, clock, ...measured }
  const readers = new Readers(() => closeBatch(prepared, ledger))
  const done = conduct({
    ...{ ledger, row, session, engine, monitor, projector, logs, bus, clock, warnings: prepared.warnings, tell, closeTurn },
    collectOutputs: asked.collectOutputs ?? true,
    watchers: [
      (signal) => monitor.follow(engine, signal),
      (signal) => limits.watch(signal),
      (signal) => watchControls({ ledger, batch: row.batch, clock, signal, apply: turn }),
      (signal) => sampleOften({ ...sampling, signal }),
      (signal) => projector?.follow(signal) ?? Promise.resolve(),
      (signal) => logs?.follow(signal) ?? Promise.resolve(),
    ],
    afterBatch: once.run,
    ended: (end) => tellEnd(end, { prepared, row, telling, clock }),
    lastSample: () => takeSample({ ...sampling, signal: abort.signal }, clock.wall()),
    writeReports: () => writeReports(prepared, owned),
    sweep: () => sweepBatch(prepared, row.name),
  }).finally(() => readers.over())
  return new LiveBatch({ id: row.name, batch: row.batch, ledger, events: bus, engine, monitor, clock, turn, readers, done })
}
