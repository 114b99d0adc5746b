import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { itemEnd } from '../../../test/support/item-end.ts'
import { Screen } from '../../../test/support/screen.ts'
import { ManualClock } from '../../base/clock.ts'
import { Envelope, ndjsonView } from './ndjson.ts'

const progress = { pending: 1, running: 0, succeeded: 2, failed: 0, skipped: 0, cancelled: 0, review: 0, completed: 2, total: 3 }

test('every event is one line with its number, time, batch and type', () => {
  const [screen, batch] = [new Screen(), new FakeBatch()]
  const view = ndjsonView({ stream: screen, clock: new ManualClock(0) })
  view.listen(batch.events)
  batch.events.emit('batch:item:end', itemEnd())
  view.stop()
  const line = JSON.parse(screen.lines[0] ?? '')
  assert.deepEqual([line.v, line.seq, line.ts, line.run, line.type], [1, 1, '1970-01-01T00:00:00.000Z', 'b1', 'batch:item:end'])
  assert.equal(line.item.id, 'a.avif')
})

test('numbers have no gaps, and progress takes none', () => {
  const envelope = new Envelope()
  const seqs = ['batch:start', 'batch:progress', 'batch:item:end'].map(
    (type) => JSON.parse(envelope.line(type, { batch_id: 'b', ...progress }, 0)).seq,
  )
  assert.deepEqual(seqs, [1, undefined, 2])
})

test('what a reader does not take is left out beyond a bound, and counted when it reads again', () => {
  const [screen, batch] = [new Screen(), new FakeBatch()]
  const waiting = { bytes: 0 }
  Object.defineProperty(screen, 'writableLength', { get: () => waiting.bytes })
  const view = ndjsonView({ stream: screen, clock: new ManualClock(0) })
  view.listen(batch.events)
  batch.events.emit('batch:item:end', itemEnd())
  waiting.bytes = 2 ** 25
  for (let n = 0; n < 3; n++) batch.events.emit('batch:item:end', itemEnd())
  batch.events.emit('batch:progress', { batch_id: 'b1', ...progress })
  waiting.bytes = 0
  batch.events.emit('batch:item:end', itemEnd())
  view.stop()
  const told = screen.lines.map((line) => JSON.parse(line)).map(({ type, seq, count }) => [type, seq, count])
  assert.deepEqual(told, [
    ['batch:item:end', 1, undefined],
    ['dropped', undefined, 3],
    ['batch:item:end', 5, undefined],
  ])
})

test('what was left out at the end is told there', () => {
  const [screen, batch] = [new Screen(), new FakeBatch()]
  Object.defineProperty(screen, 'writableLength', { get: () => 2 ** 25 })
  const view = ndjsonView({ stream: screen, clock: new ManualClock(0) })
  view.listen(batch.events)
  batch.events.emit('batch:item:end', itemEnd())
  view.stop()
  assert.deepEqual(
    screen.lines.map((line) => JSON.parse(line).count),
    [1],
  )
})

test('a line never grows beyond 64 KiB: the result is left out, and the line says so', () => {
  const output = { ...itemEnd().output, result: 'x'.repeat(100_000) }
  const line = new Envelope().line('batch:item:end', { ...itemEnd({ output, reason: 'y'.repeat(5000) }) }, 0)
  const event = JSON.parse(line)
  assert.ok(line.length <= 65_536)
  assert.equal(event.truncated, true)
  assert.equal(event.output.result, undefined)
  assert.equal(event.reason.length, 2001)
})
