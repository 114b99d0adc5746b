import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../test/support/mixed-batch.ts'
import { playBatch } from '../../test/support/report-batch.ts'
import { itemLines, secondsOf } from './item-row.ts'

test('items.jsonl holds ended items in the order of their ends, then those that are left', async () => {
  const { ledger, batch } = await playBatch(mixedBatch)
  let text = ''
  for await (const chunk of itemLines(ledger.read, batch)) text += chunk
  const items = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual(
    items.map(({ id }) => id),
    ['a.avif', 'b.avif', 'c.avif', 'd.avif', 'e.avif', 'left-0', 'left-1'],
  )
  const nothing = { code: null, reason: null, attempts: 1 }
  const output = { input_bytes: 1_000, output_bytes: 4_000, outputs: ['/data/output/2026-01/1.png'] }
  assert.deepEqual(items[0], { id: 'a.avif', state: 'succeeded', ...nothing, seconds: 1, ...output })
  assert.equal(items[5].state, 'ready')
})

test('a time is told in seconds, to the millisecond', () => {
  assert.equal(secondsOf(1_234.56), 1.235)
})
