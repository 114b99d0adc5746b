import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindOf, takeUnwritten, type Walk, type WalkEnd } from './walk.ts'

const failure = { code: 'BAD', message: 'no' }

test('what was not written is taken once', () => {
  const attempt = { step: 0, n: 1, outcome: 'succeeded', reused: false, started: 1, waitMs: 0, ms: 1 } as const
  // Only its page is looked at.
  const walk = { unwritten: { attempts: [attempt], results: [], files: [] } } as unknown as Walk
  assert.deepEqual(takeUnwritten(walk).attempts, [attempt])
  walk.unwritten.attempts.push({ ...attempt, n: 2 })
  assert.deepEqual(
    takeUnwritten(walk).attempts.map(({ n }) => n),
    [2],
  )
})

test('gates see what an end means for the load, not what it means for the item', () => {
  const ends: readonly (readonly [WalkEnd, string])[] = [
    [{ kind: 'ended', state: 'succeeded' }, 'succeeded'],
    [{ kind: 'ended', state: 'skipped' }, 'skipped'],
    [{ kind: 'ended', state: 'failed', failure }, 'failed'],
    [{ kind: 'ended', state: 'review' }, 'failed'],
    [{ kind: 'retry', failure, tries: 1, waitMs: 1 }, 'retry'],
    [{ kind: 'interrupted' }, 'interrupted'],
    [{ kind: 'stop', failure }, 'interrupted'],
  ]
  for (const [end, kind] of ends) assert.equal(kindOf(end), kind)
})
