import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { itemEnd, itemFailure } from '../../../test/support/item-end.ts'
import { Screen } from '../../../test/support/screen.ts'
import { ManualClock } from '../../base/clock.ts'
import { noPaint } from './paint.ts'
import { quietView } from './quiet.ts'

function watched() {
  const batch = new FakeBatch()
  const screen = new Screen()
  const view = quietView({ stream: screen, clock: new ManualClock(), paint: noPaint, verbose: false })
  view.listen(batch.events)
  view.start(batch)
  return { batch, screen, view }
}

test('nothing is said while all is well', () => {
  const { batch, screen } = watched()
  batch.events.emit('batch:item:end', itemEnd())
  batch.events.emit('batch:warning', { batch_id: 'b', code: 'X', message: 'something to know' })
  assert.equal(screen.text, '')
})

test('failures and notices are said until the view stops', () => {
  const { batch, screen, view } = watched()
  batch.events.emit('batch:item:end', itemFailure('b.avif'))
  view.notice('draining 4 running')
  view.stop()
  batch.events.emit('batch:item:end', itemFailure('c.avif'))
  assert.deepEqual(screen.lines, ['✗ b.avif: unexpected end of file [DECODE_TRUNCATED]', 'draining 4 running'])
})
