import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { ManualClock } from '../base/clock.ts'
import type { LocalEngine } from '../engine/local-engine.ts'
import { EventBus } from '../events/bus.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { Monitor } from './monitor.ts'

const counts = { pending: 6, running: 1, succeeded: 2, failed: 1, skipped: 0, cancelled: 0, review: 0 }

async function arrange() {
  const ledger = memoryLedger()
  const row = await ledger.read({ get: 'batch', batch: await batchOf(ledger, ['a']) })
  assert.ok(row)
  const clock = new ManualClock()
  const bus = new EventBus(() => undefined)
  // Half of one core, all the time.
  const usage = {
    sample: () => ({ cpuMs: clock.now() / 2, rssBytes: 7, peakRssBytes: 9, readBytes: 0, writtenBytes: 0, coversChildren: true }),
  }
  const snapshot = { counts, total: 10, totalIsFinal: true, retrying: 0, reused: 2, isPaused: false, workers: 4, gates: [] }
  const observed: unknown[] = []
  // What the monitor uses of an engine.
  const engine = {
    snapshot: () => ({ ...snapshot, bytes: { input: 30, output: 40 } }),
    observe: (reading: unknown) => observed.push(reading),
  } as unknown as LocalEngine
  const monitor = new Monitor({ ledger, row, session: 2, earlierMs: 5_000, bus, clock, usage, outputRoot: '/', watching: false })
  const stop = new AbortController()
  const follow = async () => {
    const following = monitor.follow(engine, stop.signal)
    while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
    return async () => {
      stop.abort()
      await following
    }
  }
  return { monitor, clock, bus, observed, follow, snapshot }
}

test('the status has the counts of the engine and the time of all sessions', async (t) => {
  const { monitor, clock, follow } = await arrange()
  t.after(await follow())
  clock.advance(1_000)
  await monitor.look()
  const status = monitor.status()
  assert.deepEqual([status.total, status.pending, status.running, status.succeeded, status.reused], [10, 6, 1, 2, 2])
  assert.deepEqual([status.elapsed_seconds, status.session, status.state], [6, 2, 'running'])
  assert.deepEqual([status.input_bytes, status.output_bytes], [30, 40])
  assert.equal(status.machine?.peak_rss_bytes, 9)
})

test('half a second of work in one second is half a core', async (t) => {
  const { monitor, clock, follow } = await arrange()
  t.after(await follow())
  await monitor.look()
  clock.advance(1_000)
  await monitor.look()
  assert.equal(monitor.status().machine?.cpu_percent, 50)
})

test('each look tells the progress and lets the memory gate know', async (t) => {
  const { monitor, bus, observed, follow } = await arrange()
  const told: unknown[] = []
  t.after(await follow())
  bus.on('batch:progress', ({ completed, total }) => told.push([completed, total]))
  const before = observed.length
  await monitor.look()
  assert.deepEqual(told, [[3, 10]])
  assert.equal(observed.length, before + 1)
})

test('a paused engine shows as paused, and an end as what it came to', async (t) => {
  const { monitor, snapshot, follow } = await arrange()
  t.after(await follow())
  snapshot.isPaused = true
  assert.equal(monitor.status().state, 'paused')
  monitor.came('failed', 'no space', 1_700_000_000_000)
  const { state, reason, eta_seconds: eta } = monitor.status()
  assert.deepEqual([state, reason, eta], ['failed', 'no space', null])
})
