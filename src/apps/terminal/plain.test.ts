import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { itemEnd, itemFailure } from '../../../test/support/item-end.ts'
import { Screen } from '../../../test/support/screen.ts'
import { someStatus } from '../../../test/support/status.ts'
import { ManualClock } from '../../base/clock.ts'
import { noPaint } from './paint.ts'
import { plainView, progressText, waitReason } from './plain.ts'
import type { PlainKind } from './plain-schedule.ts'

function watched(kind: PlainKind, verbose = false) {
  const batch = new FakeBatch()
  const [screen, clock] = [new Screen(), new ManualClock()]
  const view = plainView(kind, { stream: screen, clock, paint: noPaint, verbose })
  view.listen(batch.events)
  view.start(batch)
  return { batch, screen, clock, view }
}

test('a progress line stands for itself', () => {
  assert.equal(progressText(someStatus()), 'avif-to-png 613/1000 61% ok=598 failed=9 skipped=2 retry=3 review=4 2.4/s eta=2m')
})

test('plain progress names the batch at its start and speaks after ten seconds', async () => {
  const { screen, clock, view } = watched('plain')
  for (let second = 0; second < 10; second++) {
    clock.advance(1000)
    await Promise.resolve()
  }
  view.stop()
  assert.match(screen.lines[0] ?? '', /^\d\d:\d\d:\d\d avif-to-png started as batch 20260131-120000-7k3q, 1,000 items$/)
  assert.match(screen.lines[1] ?? '', / avif-to-png 613\/1000 61% /)
})

test('failures are told in plain mode, and no carriage return is ever written', () => {
  const { batch, screen, view } = watched('plain')
  batch.events.emit('batch:item:end', itemFailure('b.avif'))
  batch.events.emit('batch:item:end', itemEnd())
  view.stop()
  assert.equal(screen.lines[1], '✗ b.avif: unexpected end of file [DECODE_TRUNCATED]')
  assert.equal(screen.lines.length, 2)
  assert.doesNotMatch(screen.text, /[\r\u001b]/)
})

test('verbose has a line per item', () => {
  const { batch, screen, view } = watched('plain', true)
  batch.events.emit('batch:item:end', itemEnd())
  view.stop()
  assert.equal(screen.lines.at(-1), '[3/41] Converted: a.avif (12K → 80K)')
})

test('nothing is said behind the end', () => {
  const { batch, screen, view } = watched('plain')
  view.stop()
  batch.events.emit('batch:item:end', itemFailure('b.avif'))
  assert.equal(screen.lines.length, 1)
})

test('a standstill names its reason', () => {
  const gates = [{ name: 'memory', limit: 10, used: 2, reason: 'only 200 MiB of memory free' }]
  assert.equal(waitReason(someStatus({ gates })), 'memory: only 200 MiB of memory free')
  assert.equal(waitReason(someStatus({ state: 'paused' })), 'the batch is paused')
  assert.equal(waitReason(someStatus()), '4 still running')
  assert.equal(waitReason(someStatus({ running: 0 })), '3 waiting for their next try')
  assert.equal(waitReason(someStatus({ running: 0, retrying: 0, total_is_final: false })), 'still reading the input')
})

test('what is done once behind the items is told as it is done', () => {
  const { batch, screen, view } = watched('plain')
  const done = { batch_id: 'b', part: 'after', step: 'push', attempt: 1, outcome: 'succeeded', ms: 1200 } as const
  batch.events.emit('batch:after', { ...done, outcome: 'retry', failure: { code: 'BUSY', message: 'not now' } })
  batch.events.emit('batch:after', { ...done, attempt: 2 })
  view.stop()
  assert.deepEqual(screen.lines.slice(1, 3), [
    'after the items: push failed, try 1 (not now [BUSY])',
    'after the items: push succeeded (1.2 s)',
  ])
})
