import assert from 'node:assert/strict'
import { test } from 'node:test'
import { itemEnd, itemFailure } from '../../../test/support/item-end.ts'
import { ErrorNotices } from './error-notices.ts'

test('a class of errors gets three lines in full, then its 10th and 100th', () => {
  const notices = new ErrorNotices()
  const lines = Array.from({ length: 120 }, (_, index) => notices.next(itemFailure(`${index + 1}.avif`)))
  const told = lines.flatMap((line, index) => (line === undefined ? [] : [index + 1]))
  assert.deepEqual(told, [1, 2, 3, 10, 100])
  assert.equal(lines[9], '✗ DECODE_TRUNCATED: 10 so far, the last is 10.avif')
})

test('another class starts anew, and a success says nothing', () => {
  const notices = new ErrorNotices()
  for (const id of ['1', '2', '3', '4']) notices.next(itemFailure(id))
  assert.match(notices.next(itemFailure('5', 'TIMEOUT')) ?? '', /TIMEOUT/)
  assert.equal(notices.next(itemEnd()), undefined)
})
