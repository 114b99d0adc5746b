import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { ManualClock } from '../../base/clock.ts'
import { Interrupts } from './interrupts.ts'

function watched(t: { after(end: () => void): void }) {
  const [clock, batch, said, ended] = [new ManualClock(), new FakeBatch(), [] as string[], [] as string[]]
  const interrupts = new Interrupts({ clock, notice: (text) => said.push(text), endNow: (signal) => ended.push(signal) })
  t.after(() => interrupts.stop())
  return { clock, batch, said, ended, interrupts }
}

test('the first Ctrl-C drains, the second stops', (t) => {
  const { clock, batch, said, interrupts } = watched(t)
  interrupts.started(batch)
  interrupts.press('SIGINT')
  clock.advance(500)
  interrupts.press('SIGINT')
  assert.deepEqual(batch.asked, ['drain {"signal":"SIGINT"}', 'stop {"signal":"SIGINT"}'])
  assert.deepEqual(said, ['draining 4 running items (again to stop now)', 'stopping now'])
  assert.equal(interrupts.signal, 'SIGINT')
})

test('one key press that arrives twice counts once', (t) => {
  const { clock, batch, interrupts } = watched(t)
  interrupts.started(batch)
  interrupts.press('SIGINT')
  clock.advance(20)
  interrupts.press('SIGINT')
  assert.deepEqual(batch.asked, ['drain {"signal":"SIGINT"}'])
})

test('before anything has started the process ends at once', (t) => {
  const { ended, interrupts } = watched(t)
  interrupts.press('SIGTERM')
  assert.deepEqual(ended, ['SIGTERM'])
})

test('afterwards signals have their usual meaning again', (t) => {
  const before = process.listenerCount('SIGHUP')
  const { interrupts } = watched(t)
  assert.equal(process.listenerCount('SIGHUP'), before + 1)
  interrupts.stop()
  assert.equal(process.listenerCount('SIGHUP'), before)
})
