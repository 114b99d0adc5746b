import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { itemFailure } from '../../../test/support/item-end.ts'
import { chooseView } from './view.ts'

async function chosen(progress: 'auto' | 'ndjson' | 'none', quiet = false) {
  const face = fakeFace('/')
  const { view, wantsSummary } = await chooseView({ flags: { progress, quiet }, face, readsStdin: false, interrupt: () => {} })
  const batch = new FakeBatch()
  view.listen(batch.events)
  view.start(batch)
  batch.events.emit('batch:item:end', itemFailure('b.avif'))
  view.notice('draining')
  view.stop()
  return { text: face.stderr.text, wantsSummary }
}

test('a stream that is no terminal gets lines, and a summary at the end', async () => {
  const { text, wantsSummary } = await chosen('auto')
  assert.match(text, /started as batch .*\n✗ b\.avif: .*\ndraining\n$/)
  assert.equal(wantsSummary, true)
})

test('events are alone on their stream', async () => {
  const { text, wantsSummary } = await chosen('ndjson')
  assert.equal(JSON.parse(text).type, 'batch:item:end')
  assert.equal(wantsSummary, false)
})

test('no progress says only what a signal has caused', async () => {
  assert.deepEqual(await chosen('none'), { text: 'draining\n', wantsSummary: false })
})

test('quiet says what failed, and nothing else', async () => {
  const { text, wantsSummary } = await chosen('auto', true)
  assert.equal(text, '✗ b.avif: unexpected end of file [DECODE_TRUNCATED]\ndraining\n')
  assert.equal(wantsSummary, false)
})
