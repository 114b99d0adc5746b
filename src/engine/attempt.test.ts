import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ManualClock, systemClock } from '../base/clock.ts'
import { PermanentError } from '../base/errors.ts'
import { attemptStep } from './attempt.ts'

const call = { timeoutMs: undefined, stop: new AbortController().signal, clock: systemClock }

test('a value is a success, now or later', async () => {
  assert.deepEqual(await attemptStep({ ...call, run: () => 1 }), { kind: 'succeeded', value: 1 })
  assert.deepEqual(await attemptStep({ ...call, run: async () => ({ a: 2 }) }), { kind: 'succeeded', value: { a: 2 } })
})

test('what is thrown becomes an outcome, at once or later', async () => {
  const error = new PermanentError('BAD', 'no')
  const thrown = await attemptStep({
    ...call,
    run: () => {
      throw error
    },
  })
  const rejected = await attemptStep({
    ...call,
    run: async () => {
      throw error
    },
  })
  assert.deepEqual([thrown.kind, rejected.kind], ['failed', 'failed'])
})

test('after its time the signal aborts, and the attempt may be repeated', async () => {
  const clock = new ManualClock()
  const running = attemptStep({
    ...{ clock, timeoutMs: 90_000, stop: call.stop },
    run: (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended')))),
  })
  clock.advance(90_000)
  const outcome = await running
  assert.ok(outcome.kind === 'retry')
  assert.equal(outcome.failure.message, 'still running after 1m 30s, its time limit')
})

test('a step that does not listen is abandoned after a grace', async () => {
  const clock = new ManualClock()
  const running = attemptStep({ ...{ clock, timeoutMs: 1_000, stop: call.stop }, run: () => new Promise(() => undefined) })
  clock.advance(1_000)
  for (let turn = 0; turn < 10 && clock.sleeping === 0; turn++) await Promise.resolve()
  assert.equal(clock.sleeping, 1)
  clock.advance(3_000)
  assert.equal((await running).kind, 'retry')
})

test('an attempt that the batch stopped does not count', async () => {
  const stop = new AbortController()
  const running = attemptStep({
    ...{ ...call, stop: stop.signal },
    run: (signal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('ended')))),
  })
  stop.abort()
  assert.equal((await running).kind, 'interrupted')
  assert.equal((await attemptStep({ ...call, stop: stop.signal, run: () => 1 })).kind, 'interrupted')
})

test('a step that ends after it was told to leaves no timer behind', async () => {
  const clock = new ManualClock()
  const stop = new AbortController()
  const run = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
  const attempt = attemptStep({ run, timeoutMs: undefined, stop: stop.signal, clock })
  stop.abort()
  assert.deepEqual(await attempt, { kind: 'interrupted' })
  assert.equal(clock.sleeping, 0)
})

test('a step that aborts its own batch and then never ends is abandoned', async () => {
  const clock = new ManualClock()
  const stop = new AbortController()
  const run = () => {
    stop.abort()
    return new Promise<never>(() => undefined)
  }
  const attempt = attemptStep({ run, timeoutMs: undefined, stop: stop.signal, clock })
  clock.advance(3_000)
  assert.deepEqual(await attempt, { kind: 'interrupted' })
})

test('a promise of another library is waited for', async () => {
  // biome-ignore lint/suspicious/noThenProperty: this is what such a promise is
  const run = () => ({ then: (resolve: (value: number) => void) => setImmediate(() => resolve(7)) }) as unknown as Promise<number>
  const outcome = await attemptStep({ run, timeoutMs: undefined, stop: new AbortController().signal, clock: new ManualClock() })
  assert.deepEqual(outcome, { kind: 'succeeded', value: 7 })
})
