import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StepOutcome } from '../pipeline/outcome.ts'
import type { ItemKit } from './item-kit.ts'
import type { Walk } from './walk.ts'
import { endWith, redacted, triesBefore } from './walk-end.ts'

const failure = { code: 'BAD', message: 'no' }
const retry = { attempts: 3, backoff: 'constant', delayMs: 100, maxDelayMs: 100, jitter: false } as const
// Only what an end is decided by.
const kit = {
  steps: [{ definition: { retry } }],
  random: () => 1,
  redact: () => ({ code: 'BAD', message: '***' }),
} as unknown as ItemKit

function walk(tries: number): Walk {
  // As above.
  return { step: 0, ready: { step: 0, tries } } as unknown as Walk
}

const end = (outcome: StepOutcome, tries = 0) => endWith(outcome, walk(tries), kit)

test('a failure that may pass is tried again while the policy allows, then it is the end', () => {
  const again: StepOutcome = { kind: 'retry', failure, afterMs: undefined }
  assert.deepEqual(end(again, 1), { kind: 'retry', failure, tries: 2, waitMs: 100 })
  assert.deepEqual(end(again, 2), { kind: 'ended', state: 'failed', failure })
})

test('a system without room costs no try', () => {
  assert.deepEqual(end({ kind: 'crowded', failure }, 1), { kind: 'retry', failure, tries: 1, waitMs: 250, isCrowded: true })
})

test('a service that was asked too much costs no try, and where the step has limits the item waits for them', () => {
  const throttled: StepOutcome = { kind: 'throttled', failure, afterMs: 5_000 }
  assert.deepEqual(end(throttled, 1), { kind: 'retry', failure, tries: 1, waitMs: 5_000, isThrottled: true })
  const limited = { ...kit, limits: { at: () => ({}) } } as unknown as ItemKit // as above
  assert.deepEqual(endWith(throttled, walk(1), limited), { kind: 'parked', step: 0, throttle: { failure, waitMs: 5_000 } })
  const further = { ...walk(1), ready: { step: 2, tries: 1 } } as unknown as Walk // as above
  assert.equal(endWith(throttled, further, limited).kind, 'retry')
})

test('a failure that is excused is tried again without a try, however many there were', () => {
  const excused: StepOutcome = { kind: 'retry', failure, afterMs: undefined, isExcused: true }
  assert.deepEqual(end(excused, 7), { kind: 'retry', failure, tries: 7, waitMs: 100 })
})

test('what may have happened waits for a person', () => {
  const asked = end({ kind: 'unknown', failure })
  assert.ok(asked.kind === 'ended' && asked.state === 'review' && asked.failure?.fix?.includes('millrace review'))
})

test('tries belong to the furthest step that an earlier walk came to', () => {
  const come = { ready: { step: 2, tries: 1 } } as unknown as Walk // only what is looked at
  assert.deepEqual([triesBefore(come, 1), triesBefore(come, 2), triesBefore(come, 3)], [1, 1, 0])
})

test('secrets are taken out of a failure, and a success is left as it is', () => {
  assert.deepEqual(redacted({ kind: 'failed', failure }, kit), { kind: 'failed', failure: { code: 'BAD', message: '***' } })
  const success = { kind: 'succeeded', value: 1 } as const
  assert.equal(redacted(success, kit), success)
})
