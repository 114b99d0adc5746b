import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemEnd, itemFailure } from '../../../test/support/item-end.ts'
import { failureLine, itemLine, retryLine, shortBytes } from './event-lines.ts'

test('a converted item shows its place, name and sizes', () => {
  assert.equal(itemLine(itemEnd()), '[3/41] Converted: a.avif (12K → 80K)')
})

test('a file of the same kind was written, not converted', () => {
  const event = itemEnd()
  const result = { path: '/out/a.AVIF' }
  assert.equal(itemLine({ ...event, output: { ...event.output, result } }), '[3/41] Written: a.avif (12K → 80K)')
})

test('an item that made no file is done, one that was reused says so', () => {
  assert.equal(itemLine(itemEnd({ output_bytes: 0 })), '[3/41] Done: a.avif')
  assert.equal(itemLine(itemEnd({ reused: true })), '[3/41] Reused: a.avif (12K → 80K)')
})

test('an item that was skipped says why', () => {
  assert.equal(
    itemLine(itemEnd({ state: 'skipped', reason: 'the condition is false' })),
    '[3/41] Skipped: a.avif (the condition is false)',
  )
})

test('a retry counts repeats, not tries', () => {
  const event = {
    batch_id: 'b',
    item: { id: 'a.avif' },
    step: 's',
    attempt: 1,
    attempts: 4,
    failure: { code: 'X', message: 'busy' },
    wait_ms: 5,
  }
  assert.equal(retryLine(event), 'Retry 1/3: a.avif (busy)')
})

test('a failure says what, where and how to fix it, and obeys no escape sequence', () => {
  assert.equal(
    failureLine(itemFailure('b\u001b[2J.avif', 'TOOL_MISSING', 'Install ffmpeg.')),
    '✗ b�[2J.avif: unexpected end of file [TOOL_MISSING] → Install ffmpeg.',
  )
})

test('sizes are short and rounded up', () => {
  assert.deepEqual([0, 1023, 1024, 1536, 10_240, 1_048_575, 1_500_000].map(shortBytes), [
    '0',
    '1023',
    '1.0K',
    '1.5K',
    '10K',
    '1.0M',
    '1.5M',
  ])
})
