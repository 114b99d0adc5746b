import assert from 'node:assert/strict'
import { test } from 'node:test'
import { colours, noPaint, paintFor } from './paint.ts'

test('a terminal gets colours, a file and a dumb terminal get none', () => {
  assert.equal(paintFor({ isTTY: true }, {}), colours)
  assert.equal(paintFor({}, {}), noPaint)
  assert.equal(paintFor({ isTTY: true }, { TERM: 'dumb' }), noPaint)
})

test('NO_COLOR wins over FORCE_COLOR, and FORCE_COLOR over the stream', () => {
  assert.equal(paintFor({ isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' }), noPaint)
  assert.equal(paintFor({}, { FORCE_COLOR: '1' }), colours)
  assert.equal(paintFor({ isTTY: true }, { FORCE_COLOR: '0' }), noPaint)
})

test('a colour is taken back behind the text', () => {
  assert.equal(colours.bad('x'), '\u001b[31mx\u001b[39m')
})
