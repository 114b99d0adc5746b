import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ManualClock } from '../base/clock.ts'
import { Bell } from './bell.ts'

test('a ring wakes the waiter before its time', async () => {
  const bell = new Bell()
  const clock = new ManualClock()
  const waiting = bell.wait(clock, 1_000)
  bell.ring()
  await waiting
  assert.equal(clock.now(), 0)
})

test('a ring while nobody waits is remembered once', async () => {
  const bell = new Bell()
  const clock = new ManualClock()
  bell.ring()
  bell.ring()
  await bell.wait(clock, 1_000)
  const second = bell.wait(clock, 1_000)
  assert.equal(clock.sleeping, 1)
  clock.advance(1_000)
  await second
})
