import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { ManualClock } from '../base/clock.ts'
import { Tally } from '../engine/tally.ts'
import type { Walk } from '../engine/walk.ts'
import { EventBus } from '../events/bus.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { Teller } from './tell.ts'

const none = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }
const failure = { code: 'BUSY', message: 'not now' }

async function arrange({ listens = true } = {}) {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a'])
  const row = await ledger.read({ get: 'batch', batch })
  assert.ok(row)
  const bus = new EventBus(() => undefined)
  const told: [string, Record<string, unknown>][] = []
  if (listens) bus.onAny((name, event) => told.push([name, { ...event }]))
  const step = { definition: { name: 'decode', retry: { attempts: 4 } } }
  const steps = [step] as unknown as PreparedBatch['steps'] // what the teller looks at
  const teller = new Teller({ bus, ledger, row, tally: new Tally(none, 3), clock: new ManualClock(), steps })
  // As above.
  const walk = {
    ...{ item: { id: 'a' }, file: '/in/a', attempt: 2, step: 0, isReused: true, outputBytes: 5, ready: { sizeBytes: 9 } },
    result: { step: 'decode', fp: 'f', value: 'made' },
  } as unknown as Walk
  const kept = async () =>
    (await ledger.read({ get: 'events', batch, after: 0, limit: 9 })).map(({ type, body }) => [type, JSON.parse(body)])
  return { teller, walk, told, kept, bus }
}

test('an end is told with its value, after one start', async () => {
  const { teller, walk, told } = await arrange()
  teller.started(walk)
  teller.started(walk)
  teller.settled(walk, { kind: 'ended', state: 'succeeded' }, 1_500)
  assert.deepEqual(
    told.map(([name]) => name),
    ['batch:item:start', 'batch:item:end'],
  )
  const { output, reused, total, item } = told[1]?.[1] ?? {}
  assert.deepEqual([reused, total, item], [true, 3, { id: 'a', path: '/in/a' }])
  const metrics = { attempts: 2, seconds: 1.5, input_bytes: 9, output_bytes: 5 }
  assert.deepEqual(output, { id: 'a', success: true, state: 'succeeded', result: 'made', metrics })
})

test('a failed item is told with its error, and neither with a value nor as reused', async () => {
  const { teller, walk, told } = await arrange()
  teller.settled(walk, { kind: 'ended', state: 'failed', failure }, 1)
  const { output, reused } = told[1]?.[1] ?? {}
  assert.equal(reused, false)
  assert.ok(output instanceof Object && 'error' in output && !('result' in output))
  assert.equal(output.error, 'BUSY: not now')
})

test('another try is told with the step, the tries and the wait', async () => {
  const { teller, walk, told } = await arrange()
  teller.settled(walk, { kind: 'retry', failure, tries: 1, waitMs: 250 }, 1)
  const { step, attempt, attempts, wait_ms: wait } = told[1]?.[1] ?? {}
  assert.deepEqual([told[1]?.[0], step, attempt, attempts, wait], ['batch:retry', 'decode', 1, 4, 250])
})

test('entries that broke or were left out at once are told as ends, each with its place in the count', async () => {
  const { teller, told } = await arrange()
  const broken = { code: 'JSON_BROKEN', message: 'row 2: no JSON', sizeBytes: 4 }
  const refused = ['x', 'y'].map((id) => ({ id, ...broken }))
  teller.endedAtOnce({ refused, leftOut: [{ id: 'z', reason: 'a draft', sizeBytes: 1 }], inserted: 4 })
  const failed = { code: 'JSON_BROKEN', message: 'row 2: no JSON' }
  assert.deepEqual(
    told.map(([name, { completed, failure, reason, state }]) => [name, completed, failure ?? reason, state]),
    [
      ['batch:item:end', 1, failed, 'failed'],
      ['batch:item:end', 2, failed, 'failed'],
      ['batch:item:end', 3, 'a draft', 'skipped'],
    ],
  )
})

test('a walk that was interrupted has no end to tell', async () => {
  const { teller, walk, told } = await arrange()
  teller.settled(walk, { kind: 'interrupted' }, 1)
  assert.deepEqual(
    told.map(([name]) => name),
    ['batch:item:start'],
  )
})

test('what ended because of others is told like any other end', async () => {
  const { teller, told } = await arrange()
  const end = { code: 'DEPENDENCY_FAILED', reason: 'because "a" failed' }
  const ends = [
    { seq: 2, id: 'b', state: 'skipped', ...end },
    { seq: 3, id: 'c', state: 'failed', ...end },
  ] as const
  teller.cascaded({ released: 0, failed: 1, skipped: 1, ends })
  const seen = told.map(([name, { item, state, failure }]) => [name, item, state, failure])
  assert.deepEqual(seen, [
    ['batch:item:end', { id: 'b' }, 'skipped', undefined],
    ['batch:item:end', { id: 'c' }, 'failed', { code: 'DEPENDENCY_FAILED', message: 'because "a" failed' }],
  ])
})

test('warnings and turned knobs are kept in the ledger, whether or not somebody listens', async () => {
  const { teller, kept, told } = await arrange({ listens: false })
  teller.warn('SLOW', 'mind the gap')
  assert.equal(teller.controlled({ verb: 'pause', args: {}, answer: 'paused' }), 'paused')
  teller.adjusted({ workers: 3, why: 'more gain nothing' })
  assert.deepEqual(await kept(), [
    ['warning', { code: 'SLOW', message: 'mind the gap' }],
    ['control', { verb: 'pause', args: {}, answer: 'paused' }],
    ['control', { verb: 'auto', args: { workers: 3 }, answer: 'workers: 3: more gain nothing' }],
  ])
  assert.deepEqual(told, [])
})

test('a throttle is told with its limits and the wait, and an item that has only waited is told of not at all', async () => {
  const { teller, walk, told } = await arrange()
  teller.settled(walk, { kind: 'parked', step: 0 }, 1)
  assert.deepEqual(told, [])
  teller.settled(walk, { kind: 'parked', step: 0, throttle: { failure, waitMs: 300 } }, 1)
  const [name, event] = told[1] ?? []
  assert.equal(name, 'batch:throttled')
  assert.deepEqual([event?.['step'], event?.['limits'], event?.['wait_ms']], ['decode', [], 300])
})

test('a breaker is told with what it does, and kept', async () => {
  const { teller, told, kept } = await arrange()
  teller.breaker('shop', { name: 'open', until: 5, waitMs: 1_000 })
  teller.breaker('shop', { name: 'half-open', trialAt: 6 })
  assert.deepEqual(
    told.map(([name, { state, wait_ms }]) => [name, state, wait_ms]),
    [
      ['batch:breaker', 'open', 1_000],
      ['batch:breaker', 'half_open', 0],
    ],
  )
  assert.equal((await kept())[0]?.[0], 'breaker')
})
