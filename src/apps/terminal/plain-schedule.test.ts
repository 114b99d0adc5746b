import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PlainKind, PlainSchedule } from './plain-schedule.ts'

/** Seconds at which a batch of `totalSeconds` that moves evenly says something. */
function told(kind: PlainKind, totalSeconds: number): readonly number[] {
  const schedule = new PlainSchedule(kind)
  const seconds = Array.from({ length: totalSeconds }, (_, index) => index + 1)
  return seconds.filter(
    (second) => schedule.due({ nowMs: second * 1000, ended: second, percent: (second / totalSeconds) * 100 }) === 'progress',
  )
}

test('a batch of two minutes speaks at 10 s, 30 s, and on each tenth', () => {
  assert.deepEqual(told('plain', 120), [10, 12, 24, 30, 36, 48, 60, 72, 84, 90, 96, 108])
})

test('an agent hears of the quarters only', () => {
  assert.deepEqual(told('agent', 400), [100, 200, 300])
})

test('a day of work takes no more than 500 lines', () => {
  const lines = told('plain', 86_400)
  assert.ok(lines.length > 100 && lines.length <= 500, String(lines.length))
})

test('half a minute in which nothing ends is told as such', () => {
  const schedule = new PlainSchedule('plain')
  const at = (second: number) => schedule.due({ nowMs: second * 1000, ended: 5, percent: 5 })
  assert.equal(at(10), 'progress')
  assert.deepEqual([11, 20, 29].map(at), [undefined, undefined, undefined])
  assert.equal(at(30), 'progress')
  assert.deepEqual([31, 59, 60, 61].map(at), [undefined, undefined, 'standstill', undefined])
})
