import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, LedgerError } from '../base/errors.ts'
import { EventBus } from '../events/bus.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { type Conduct, conduct } from './conduct.ts'

/** A batch without items; only what a test is about is given. */
async function arrange(changes: Partial<Conduct> = {}) {
  const ledger = memoryLedger()
  const texts = { name: 'b', pipeline: 'p', pipelineJson: '{}', optionsJson: '{}', codeJson: '{}', outputRoot: '/' }
  const [{ batch }] = await ledger.commit([
    {
      op: 'open-batch',
      batch: { ...texts, stepNames: ['s'], startsAfterIngest: false, created: 1 },
      session: { pid: 1, host: 'h', boot: 'b', at: 1 },
    },
  ])
  const row = await ledger.read({ get: 'batch', batch })
  assert.ok(row)
  const told: string[] = []
  const bus = new EventBus(() => undefined)
  bus.onAny((name) => told.push(name))
  const zeros = { pending: 0, running: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }
  const lost = Promise.withResolvers<never>()
  lost.promise.catch(() => undefined)
  const nothing = async () => undefined
  // Stand-ins that have what `conduct` uses of each.
  const run = {
    ...{ ledger, row, session: 1, bus, projector: undefined, logs: undefined, warnings: [], collectOutputs: true },
    engine: {
      run: async () => ({ stop: undefined }),
      lost: (error: Error) => lost.reject(error),
      snapshot: () => ({ counts: zeros, total: 0, workers: 1 }),
    },
    monitor: { came: () => undefined, look: nothing, status: () => ({ total: 0, ...zeros, elapsed_seconds: 0 }) },
    tell: { warn: (_code: string, message: string) => told.push(message) },
    clock: { now: () => 0, wall: () => 5, sleep: nothing },
    ...{ closeTurn: nothing, watchers: [], lastSample: nothing, sweep: nothing, ended: nothing, writeReports: async () => ({}) },
    afterBatch: undefined,
    ...changes,
  } as unknown as Conduct
  const state = async () => (await ledger.read({ get: 'batch', batch }))?.state
  return { run, told, state, lost: lost.promise }
}

test('a batch is told to start, warned, run, written down and told to end, in this order', async () => {
  const { run, told, state } = await arrange({ warnings: ['mind the gap'] })
  const result = await conduct(run)
  assert.deepEqual(told, ['batch:start', 'mind the gap', 'batch:end'])
  assert.equal(result.state, 'completed')
  assert.equal(await state(), 'completed')
})

test('everything that watches is told to stop when the engine has come to rest', async () => {
  const seen: boolean[] = []
  const watch = async (signal: AbortSignal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    seen.push(signal.aborted)
  }
  const { run } = await arrange({ watchers: [watch, watch] })
  await conduct(run)
  assert.deepEqual(seen, [true, true])
})

test('a full disk under a document stops the batch with its cause', async () => {
  const watch = async () => {
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  }
  const { run, lost, state } = await arrange({ watchers: [watch] })
  Object.assign(run.engine, { run: () => lost })
  const result = await conduct(run)
  assert.deepEqual([result.state, result.code, result.exit_code], ['failed', 'ENOSPC', 3])
  assert.equal(await state(), 'failed')
})

test('a disk that is still full at the end does not hide why the batch stopped', async () => {
  const full = new BatchError('DISK_FULL', 'no space is left')
  const { run } = await arrange({
    writeReports: async () => {
      throw full
    },
  })
  Object.assign(run.engine, { run: async () => Promise.reject(full) })
  assert.equal((await conduct(run)).code, 'DISK_FULL')
})

test('the ledger says why the batch stopped, even when its last rows could not be brought to the documents', async () => {
  const full = new BatchError('DISK_FULL', 'no space is left')
  const { run, state } = await arrange({
    sweep: async () => {
      throw full
    },
  })
  Object.assign(run.engine, { run: async () => Promise.reject(full) })
  assert.equal((await conduct(run)).state, 'failed')
  assert.equal(await state(), 'failed')
})

test('an end that cannot be written down any more is a warning beside the result', async () => {
  const full = new BatchError('DISK_FULL', 'no space is left')
  const { run, told } = await arrange()
  Object.assign(run.engine, { run: async () => Promise.reject(full) })
  Object.assign(run.ledger, { commit: async () => Promise.reject(full) })
  assert.equal((await conduct(run)).code, 'DISK_FULL')
  assert.ok(told.includes('The end of the batch could not be written down: no space is left'))
})

test('a lost ledger and a mistake in Millrace itself are the caller’s to see', async () => {
  for (const error of [new LedgerError('LEDGER_FAILED', 'gone'), new TypeError('undefined is no function')]) {
    const { run } = await arrange()
    Object.assign(run.engine, { run: async () => Promise.reject(error) })
    await assert.rejects(conduct(run), error)
  }
})

test('what is done once comes behind the documents, and before the final state', async () => {
  const order: string[] = []
  const projector = { catchUp: async () => void order.push('rows'), finish: async () => void order.push('document') }
  const { run, state } = await arrange({ projector: projector as unknown as Conduct['projector'] }) // what `conduct` uses of it
  const afterBatch = async () => {
    order.push(`after: ${await state()}`)
    return { stop: undefined, summary: 'all of it' }
  }
  const result = await conduct({ ...run, afterBatch })
  assert.deepEqual(order, ['rows', 'document', 'after: running'])
  assert.deepEqual([result.summary, result.state], ['all of it', 'completed'])
})

test('a batch that has stopped does nothing once; one whose last step stops it says why', async () => {
  const stop = { state: 'failed', code: 'X', message: 'why' } as const
  const { run, state } = await arrange()
  const afterBatch = async () => ({ stop, summary: 'sum' })
  const result = await conduct({ ...run, afterBatch })
  assert.deepEqual([result.reason, result.exit_code, result.summary, await state()], ['why', 3, 'sum', 'failed'])
  const never = async () => Promise.reject(new Error('done all the same'))
  Object.assign(run.engine, { run: async () => ({ stop: { ...stop, state: 'interrupted' } }) })
  assert.equal((await conduct({ ...run, afterBatch: never })).exit_code, 130)
})
