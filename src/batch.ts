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
import { Tally } from './engine/tally.ts'
import { EventBus } from './events/bus.ts'
import type { Ledger } from './ledger/ledger.ts'
import { takeThread } from './ledger/ready-thread.ts'
import type { AttemptRecord } from './ledger/rows.ts'
import type { ThreadLedger } from './ledger/thread-ledger.ts'
import { machineEvent } from './report/machine.ts'
import { buildEngine } from './run/build-engine.ts'
import { conduct } from './run/conduct.ts'
import { Listeners } from './run/listeners.ts'
import { LiveBatch, Readers } from './run/live-batch.ts'
import { isLiveElsewhere } from './run/live-temporary.ts'
import { machineFacts } from './run/machine-facts.ts'
import { Monitor } from './run/monitor.ts'
import { notifyAll } from './run/notify.ts'
import { openOnce } from './run/once/open-once.ts'
import { openLimits } from './run/open-limits.ts'
import { openOutputs } from './run/open-outputs.ts'
import { giveUp, type OwnAgain, type OwnedBatch, ownAgain, ownNew } from './run/own-batch.ts'
import { Teller } from './run/tell.ts'
import { tuneAgain } from './run/tune-again.ts'
import { writeReports } from './run/write-reports.ts'
import { type FoundBatch, findBatch } from './setup/find-batch.ts'
import { prepareAgain, prepareBatch } from './setup/prepare.ts'
import type { PreparedBatch } from './setup/prepared.ts'
import type { Batch, BatchRequest, BatchResult, ContinueRequest } from './setup/request.ts'
import { continuing, newWatch, watchedBefore } from './setup/watched-before.ts'
import { sweepTemporary } from './system/delivery.ts'
import { startUsage } from './system/usage.ts'

/** Starts a new batch. Rejects with UsageError before anything has started, with OwnedError when the ledger is taken. */
export async function startBatch(request: BatchRequest): Promise<Batch> {
  return withThread(async (thread) => {
    const prepared = await prepareBatch(request)
    if (prepared.pipeline.options.watch !== undefined) return startWatch(prepared, request, thread)
    return begin(prepared, () => ownNew(prepared, request, thread), request)
  })
}

/** A watch goes on with the batch that it had before, as long as the pipeline is the same. */
async function startWatch(prepared: PreparedBatch, request: BatchRequest, thread: ThreadLedger): Promise<Batch> {
  const { same, other } = watchedBefore(prepared, request)
  if (same === undefined) {
    const warnings = other === undefined ? prepared.warnings : [...prepared.warnings, newWatch(other)]
    return begin({ ...prepared, warnings }, () => ownNew(prepared, request, thread), request)
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
  return begin(prepared, () => ownAgain(found, request, how), request)
}

/** The ledger's thread starts while the batch is prepared. It is not left behind when nothing comes of that. */
async function withThread(start: (thread: ThreadLedger) => Promise<Batch>): Promise<Batch> {
  const thread = takeThread()
  try {
    return await start(thread)
  } catch (thrown) {
    await thread.discard()
    throw thrown
  }
}

/** What was opened for the batch is closed when it does not begin. */
async function begin(prepared: PreparedBatch, own: () => Promise<OwnedBatch>, asked: Asked): Promise<Batch> {
  try {
    return await runOrGiveUp(prepared, await own(), asked)
  } catch (thrown) {
    await prepared.hooks.close()
    throw thrown
  }
}

async function runOrGiveUp(prepared: PreparedBatch, owned: OwnedBatch, asked: Asked): Promise<Batch> {
  try {
    return await runBatch(prepared, owned, asked)
  } catch (thrown) {
    await giveUp(owned, thrown)
    throw thrown
  }
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

/** What hooks print, where no face shows it. */
function printLine(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function runBatch(prepared: PreparedBatch, owned: OwnedBatch, asked: Asked): Promise<Batch> {
  const clock = systemClock
  const { ledger, row, session } = owned
  const { steps, places } = prepared
  const bus = new EventBus((error) => tell.warn('LISTENER_THREW', error.message))
  asked.listen?.(bus)
  const usage = startUsage()
  const tally = await tallyOf(owned)
  const tell = new Teller({ bus, ledger, row, tally, clock, steps, print: asked.listen === undefined ? printLine : undefined })
  const listeners = new Listeners(prepared.hooks, { bus, tell, clock })
  prepared.source.watching?.hear((code, message) => tell.warn(code, message))
  const monitor = new Monitor({
    ...owned,
    bus,
    clock,
    usage,
    outputRoot: places.root,
    watching: prepared.source.watching !== undefined,
  })
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
  const readers = new Readers(() => closeAll(prepared, ledger))
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
    ended: async (end) => {
      const told = { pipeline: row.pipeline, tell, clock, env: process.env }
      await Promise.all([listeners.over(), notifyAll(prepared.pipeline.hooks.notify, end, told)])
    },
    lastSample: () => takeSample({ ...sampling, signal: abort.signal }, clock.wall()),
    writeReports: () => writeReports(prepared, owned),
    sweep: () => sweep(places.root, row.name),
  }).finally(() => readers.over())
  return new LiveBatch({ id: row.name, batch: row.batch, ledger, events: bus, engine, monitor, clock, turn, readers, done })
}

async function tallyOf({ ledger, row, session }: OwnedBatch): Promise<Tally> {
  const before = session > 1 ? await ledger.read({ get: 'successes', batch: row.batch }) : undefined
  return new Tally(row.counts, row.total, before)
}

async function closeAll({ source, hooks }: PreparedBatch, ledger: Ledger): Promise<void> {
  await source.close()
  await hooks.close()
  await ledger.close()
}

async function sweep(root: string, batch: string): Promise<void> {
  await sweepTemporary(root, (key) => isLiveElsewhere(key, batch))
}
