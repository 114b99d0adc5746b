import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tableLines } from './table.ts'

test('columns are aligned, numbers at the right, nothing as a dash', () => {
  const rows = [
    ['a.avif', 3, null],
    ['写真.avif', 120, 'why'],
  ]
  assert.deepEqual(tableLines({ head: ['item', 'tries', 'reason'], rows }), [
    'item       tries  reason',
    'a.avif         3  –',
    '写真.avif    120  why',
  ])
})

test('a name with control characters stays on its line', () => {
  assert.equal(tableLines({ head: ['item'], rows: [['a\nb\u001b[2J']] })[1], 'a�b�[2J')
})
