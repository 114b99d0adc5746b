import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ManualClock } from '../base/clock.ts'
import { every } from './every.ts'

test('it works again after each wait, until it is told to end', async () => {
  const clock = new ManualClock()
  const ending = new AbortController()
  let times = 0
  const done = every({ clock, ms: 100, signal: ending.signal }, () => {
    times += 1
    if (times === 3) ending.abort()
  })
  while (times < 3) {
    clock.advance(100)
    await Promise.resolve()
  }
  await done
  assert.equal(times, 3)
})

test('what the work throws ends it', async () => {
  const failing = every({ clock: new ManualClock(), ms: 1, signal: new AbortController().signal }, () => {
    throw new Error('broken')
  })
  await assert.rejects(failing, /broken/)
})
