import assert from 'node:assert/strict'
import { test } from 'node:test'
import { turnstileWith } from '../../test/support/limit-parts.ts'
import type { StepOutcome } from '../pipeline/outcome.ts'
import type { ItemKit } from './item-kit.ts'
import { leave, throughLimits, type Visit } from './limited-step.ts'
import { compileCost } from './step-cost.ts'
import type { Turnstile } from './turnstile.ts'
import type { Walk } from './walk.ts'

const retry = { attempts: 2, backoff: 'constant', delayMs: 100, maxDelayMs: 100, jitter: false } as const
const failure = { code: 'HTTP_503', message: 'no' }

/** A walk that stands before step 1 of two, of which the second has limits. */
function limitedCase(turnstile: Turnstile, readyStep = 0) {
  const clock = { now: () => 0, wall: () => 7, sleep: async () => {} }
  const definition = { name: 's', kind: 'x', options: {}, output: 'result', retry, optional: false, reads: [] }
  const planned = { index: 1, definition, condition: undefined, work: undefined }
  const limits = { at: () => turnstile, costOf: () => compileCost() }
  // Only what a limited step looks at.
  const kit = {
    limits,
    clock,
    stop: new AbortController().signal,
    random: () => 1,
    steps: [planned, planned],
  } as unknown as ItemKit
  const ready = { seq: 1, step: readyStep, tries: 1 }
  const walk = { ready, step: 1, names: {}, unwritten: { attempts: [], results: [], files: [] } } as unknown as Walk // as above
  return { planned, walk, kit }
}

const breaker = { opens: { failures: 5 }, on: [], cooldownMs: 1_000, giveUpMs: 1e9 }

function visitOf(turnstile: Turnstile, readyStep = 0) {
  const limited = limitedCase(turnstile, readyStep)
  let visit: Visit | undefined
  const end = throughLimits(limited, turnstile, (one) => {
    visit = one
    return undefined
  })
  const ended = (outcome: StepOutcome) => {
    assert.ok(visit)
    return leave(visit, { ...limited, outcome, ms: 1, notes: {} })
  }
  return { limited, end, ended, visit }
}

test('nothing that holds back costs no turn of the event loop', () => {
  const { visit, end } = visitOf(turnstileWith({ breaker }).turnstile)
  assert.ok(visit !== undefined && end === undefined)
})

test('an item that would have to wait for long is parked, and one that came further before waits', () => {
  const { turnstile } = turnstileWith({ breaker })
  visitOf(turnstile).visit?.passage.throttled(60_000)
  assert.deepEqual(visitOf(turnstile).end, { kind: 'parked', step: 1 })
  assert.ok(visitOf(turnstile, 2).end instanceof Promise)
})

test('a throttle makes everybody wait as long as the service said', () => {
  const { turnstile } = turnstileWith({ breaker })
  const { ended } = visitOf(turnstile)
  assert.deepEqual(ended({ kind: 'throttled', failure, afterMs: 3_000 }), { kind: 'throttled', failure, afterMs: 3_000 })
  assert.equal(visitOf(turnstile).visit, undefined)
})

test('a failure of the service is excused, and counts once the service is seen to work', () => {
  const { turnstile, clock } = turnstileWith({ breaker })
  const outcome = visitOf(turnstile).ended({ kind: 'retry', failure, afterMs: undefined })
  assert.deepEqual(outcome, { kind: 'retry', failure, afterMs: undefined, isExcused: true })
  clock.advance(100)
  const other = turnstile.enter(2, { bytes: 0 })
  clock.advance(10)
  assert.ok(other !== undefined && 'finished' in other)
  other.finished({ kind: 'succeeded', ms: 10 })
  const { end, limited } = visitOf(turnstile, 1)
  assert.deepEqual(end, { kind: 'ended', state: 'failed', failure })
  assert.equal(limited.walk.unwritten.attempts[0]?.outcome, 'failed')
  assert.ok(visitOf(turnstile, 1).visit, 'what was settled is forgotten')
})

test('a value that does not tell its cost is kept, and the attempt says why', () => {
  const { turnstile } = turnstileWith({ breaker })
  const { visit, limited } = visitOf(turnstile)
  assert.ok(visit)
  const notes = {}
  const cost = compileCost({ most: {}, from: { usd: 'result.price' } })
  const outcome = leave({ ...visit, cost }, { ...limited, outcome: { kind: 'succeeded', value: {} }, ms: 1, notes })
  assert.equal(outcome.kind, 'succeeded')
  assert.match(JSON.stringify(notes), /cost_unknown/)
})
