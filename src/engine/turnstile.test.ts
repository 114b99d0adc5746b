import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turnstileWith } from '../../test/support/limit-parts.ts'
import type { Passage } from './turnstile.ts'

const cost = { bytes: 0 }
const tenPerSecond = { requests: [{ amount: 10, perMs: 1_000 }], burst: 2 }

function atOnce(entered: unknown): Passage {
  assert.ok(typeof entered === 'object' && entered !== null && 'finished' in entered)
  return entered as Passage // it has what a passage has
}

test('who may pass passes at once, in the order of coming', async () => {
  const { clock, turnstile } = turnstileWith(tenPerSecond)
  atOnce(turnstile.enter(1, cost))
  const order: number[] = []
  const waiting = [2, 3, 4].map((seq) => Promise.resolve(turnstile.enter(seq, cost)).then(() => order.push(seq)))
  for (let ms = 0; ms < 400; ms += 10) {
    clock.advance(10)
    await Promise.resolve()
  }
  await Promise.all(waiting)
  assert.deepEqual(order, [2, 3, 4])
})

test('who would wait for longer than a second is sent away, and called when there is room', async () => {
  const { clock, turnstile, told } = turnstileWith(tenPerSecond)
  const entered = Array.from({ length: 20 }, (_, seq) => turnstile.enter(seq, cost))
  const away = entered.filter((one) => one === undefined).length
  assert.ok(away >= 6 && away <= 9, String(away))
  assert.equal(turnstile.isOpen, false)
  clock.advance(300)
  await new Promise(setImmediate)
  assert.equal(told.opened, 1)
  assert.equal(turnstile.isOpen, true)
})

test('who may not be parked waits, however long', () => {
  const { turnstile } = turnstileWith(tenPerSecond)
  const entered = Array.from({ length: 20 }, (_, seq) => turnstile.enter(seq, cost, false))
  assert.ok(entered.every((one) => one !== undefined))
})

test('items on their way count, until they come or are dismissed', () => {
  const { turnstile } = turnstileWith(tenPerSecond)
  for (let seq = 0; seq < 12; seq++) turnstile.expect(seq)
  assert.equal(turnstile.isOpen, false)
  for (let seq = 0; seq < 6; seq++) turnstile.dismiss(seq)
  assert.equal(turnstile.isOpen, true)
})

test('an announcement of the service holds back everybody behind its limits', () => {
  const { clock, turnstile } = turnstileWith(tenPerSecond)
  const passage = atOnce(turnstile.enter(1, cost))
  assert.equal(passage.throttled(5_000), 5_000)
  passage.finished({ kind: 'throttled', ms: 1 })
  assert.equal(turnstile.enter(2, cost), undefined)
  clock.advance(4_100)
  assert.ok(turnstile.enter(3, cost) instanceof Promise)
  clock.advance(900)
  assert.equal(turnstile.isOpen, true)
})

test('an announcement that does not say how long is taken longer each time, until something succeeds', () => {
  const { turnstile } = turnstileWith({ breaker: { opens: { failures: 5 }, on: [], cooldownMs: 1, giveUpMs: 1 } })
  const passage = atOnce(turnstile.enter(1, cost))
  assert.deepEqual(
    [passage.throttled(undefined), passage.throttled(undefined), passage.throttled(undefined)],
    [1_000, 2_000, 4_000],
  )
  passage.finished({ kind: 'succeeded', ms: 1 })
  assert.equal(passage.throttled(undefined), 1_000)
})

const breaker = { opens: { failures: 2 }, on: [], cooldownMs: 5_000, giveUpMs: 20_000 }

test('an open breaker lets one trial through, and tells what it does', async () => {
  const { clock, turnstile, told } = turnstileWith({ breaker })
  for (const seq of [1, 2]) atOnce(turnstile.enter(seq, cost)).finished({ kind: 'retry', ms: 1 })
  assert.equal(turnstile.enter(3, cost), undefined)
  clock.advance(4_000)
  await new Promise(setImmediate)
  assert.equal(told.opened, 1)
  const waiting = turnstile.enter(4, cost)
  clock.advance(1_000)
  const trial = atOnce(await waiting)
  assert.equal(turnstile.isOpen, false)
  trial.finished({ kind: 'succeeded', ms: 1 })
  assert.equal(turnstile.isOpen, true)
  assert.deepEqual(told.phases, ['open', 'half-open', 'closed'])
})

const failure = { code: 'HTTP_503', message: 'no' }
const failed = { kind: 'retry', ms: 1 } as const

test('a failure counts once the service has answered an attempt that began after it', () => {
  const { clock, turnstile } = turnstileWith({ breaker })
  assert.equal(turnstile.hold(1, { kind: 'failed', ms: 1 }, failure), false)
  const before = atOnce(turnstile.enter(2, cost))
  clock.advance(100)
  assert.equal(turnstile.hold(1, failed, failure), true)
  before.finished({ kind: 'succeeded', ms: 100 })
  assert.equal(turnstile.verdict(1), undefined)
  clock.advance(100)
  const later = atOnce(turnstile.enter(3, cost))
  clock.advance(10)
  later.finished({ kind: 'succeeded', ms: 10 })
  assert.equal(turnstile.verdict(1), failure)
  assert.equal(turnstile.verdict(1), undefined)
})

test('a failure that came before the breaker opened, while it was open, or from then is held against nobody', async () => {
  const { clock, turnstile } = turnstileWith({ breaker })
  const inside = [1, 2, 3, 4].map((seq) => atOnce(turnstile.enter(seq, cost)))
  for (const seq of [1, 2, 3]) {
    turnstile.hold(seq, failed, failure)
    inside[seq - 1]?.finished(failed)
  }
  clock.advance(5_000)
  atOnce(turnstile.enter(5, cost)).finished({ kind: 'succeeded', ms: 0 })
  turnstile.hold(4, { kind: 'retry', ms: 5_000 }, failure)
  inside[3]?.finished({ kind: 'retry', ms: 5_000 })
  clock.advance(10)
  atOnce(turnstile.enter(6, cost)).finished({ kind: 'succeeded', ms: 0 })
  assert.deepEqual(
    [1, 2, 3, 4].map((seq) => turnstile.verdict(seq)),
    Array(4).fill(undefined),
  )
})

test('without a success for too long the batch stops', () => {
  const { clock, turnstile, told } = turnstileWith({ breaker })
  for (const seq of [1, 2]) atOnce(turnstile.enter(seq, cost)).finished({ kind: 'retry', ms: 1 })
  clock.advance(20_000)
  turnstile.enter(3, cost)
  assert.deepEqual(
    told.stops.map(({ code, state }) => [code, state]),
    [['SERVICE_DOWN', 'failed']],
  )
})

test('at most so many are inside at once, and as many again wait', async () => {
  const { turnstile } = turnstileWith({ concurrency: 2 })
  const inside = [1, 2].map((seq) => atOnce(turnstile.enter(seq, cost)))
  const next = turnstile.enter(3, cost)
  assert.ok(next instanceof Promise)
  assert.ok(turnstile.enter(4, cost) instanceof Promise)
  assert.equal(turnstile.enter(5, cost), undefined)
  inside[0]?.finished({ kind: 'succeeded', ms: 1 })
  assert.ok(await next)
})

test('closed, it sends everybody away', async () => {
  const { turnstile } = turnstileWith({ concurrency: 1 })
  atOnce(turnstile.enter(1, cost))
  const waiting = turnstile.enter(2, cost)
  turnstile.close()
  assert.equal(await waiting, undefined)
  assert.equal(turnstile.enter(3, cost), undefined)
})
