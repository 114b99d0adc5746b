import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ActiveTime } from './active-time.ts'

const sessions = [
  { started: 1_000, ended: 5_000 },
  { started: 100_000, ended: undefined },
]

test('the time between two sessions does not count', () => {
  const time = new ActiveTime(sessions, 103_000)
  assert.equal(time.totalMs, 7_000)
  assert.deepEqual(
    [0, 3_000, 50_000, 101_000].map((wall) => time.until(wall)),
    [0, 2_000, 4_000, 5_000],
  )
})

test('a session that was killed ends with the last sign of life, at the latest when the next one starts', () => {
  const killed = [
    { started: 1_000, ended: undefined },
    { started: 4_000, ended: 6_000 },
  ]
  assert.equal(new ActiveTime(killed, 9_000).totalMs, 5_000)
})

test('a clock that was set back gives no negative time', () => {
  assert.equal(new ActiveTime([{ started: 5_000, ended: 1_000 }], 1_000).totalMs, 0)
})
