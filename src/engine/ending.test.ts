import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ending } from './ending.ts'
import type { Rules } from './stop-rule.ts'

const interrupted = { state: 'interrupted', code: 'INTERRUPTED', message: 'by a person' } as const

function arrange(rules: Partial<Rules> = {}, counts = { failed: 0, total: 0 }) {
  const stops: string[] = []
  const setting = { rules: { mode: 'flexible', failFast: false, ...rules } as const, counts, onStop: () => stops.push('stop') }
  return { ending: new Ending(setting), counts, stops }
}

test('the first cause of a stop is kept', () => {
  const { ending } = arrange()
  ending.stopWith(interrupted)
  ending.stopWith({ state: 'failed', code: 'DISK_FULL', message: 'no space' })
  assert.equal(ending.stop?.code, 'INTERRUPTED')
})

test('the first error that lost the ledger is kept', () => {
  const { ending } = arrange()
  assert.equal(ending.isDue, false)
  ending.lose(new Error('first'))
  ending.lose(new Error('second'))
  assert.deepEqual([ending.lost?.message, ending.isDue], ['first', true])
})

test('a failure that the ledger does not have yet counts, and counts once', () => {
  const { ending, counts, stops } = arrange({ tolerate: { count: 1 } }, { failed: 0, total: 9 })
  ending.failing('a: broken')
  counts.failed = 1
  ending.counted()
  assert.deepEqual([ending.isDue, stops], [false, []])
  ending.failing('b: broken')
  assert.equal(ending.stop?.message, '2 items failed, more than the 1 that `tolerate` allows')
})

test('a tolerated share is not judged while the source is being read', () => {
  const { ending, counts, stops } = arrange({ tolerate: { share: 0.1 } }, { failed: 1, total: 1 })
  ending.failed('a.png: broken')
  assert.deepEqual(stops, [])
  counts.total = 10
  ending.sourceEnded()
  assert.equal(ending.isDue, false)
  counts.failed = 2
  ending.failed('b.png: broken')
  assert.equal(ending.stop?.code, 'TOO_MANY_FAILURES')
})

test('a share that is exceeded when the source ends stops the batch then', () => {
  const { ending } = arrange({ tolerate: { share: 0.1 } }, { failed: 3, total: 10 })
  ending.failed('a.png: broken')
  ending.sourceEnded()
  assert.equal(ending.stop?.code, 'TOO_MANY_FAILURES')
})

test('what earlier sessions have failed does not stop a resume before it has begun', () => {
  const { ending } = arrange({ tolerate: { share: 0.1 } }, { failed: 3, total: 10 })
  ending.sourceEnded()
  assert.equal(ending.isDue, false)
})
