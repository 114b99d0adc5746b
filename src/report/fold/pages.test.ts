import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playBatch } from '../../../test/support/report-batch.ts'
import { successes } from '../../../test/support/report-of.ts'
import { attemptsOf, endedOf, itemsIn } from './pages.ts'

async function collected<Row>(pages: AsyncIterable<readonly Row[]>): Promise<readonly (readonly Row[])[]> {
  const all: (readonly Row[])[] = []
  for await (const page of pages) all.push(page)
  return all
}

test('every row comes once, in pages of at most a thousand', async () => {
  const items = successes(2_100).map((item, n) => ({ ...item, id: `i${n}` }))
  const { ledger, batch } = await playBatch({ items, left: 3 })
  const pages = await collected(endedOf(ledger.read, batch))
  assert.deepEqual(
    pages.map((page) => page.length),
    [1_000, 1_000, 100],
  )
  assert.equal(new Set(pages.flat().map(({ id }) => id)).size, 2_100)
  assert.equal((await collected(attemptsOf(ledger.read, batch))).flat().length, 2_100)
  assert.deepEqual(
    (await collected(itemsIn(ledger.read, batch, ['ready']))).flat().map(({ id }) => id),
    ['left-0', 'left-1', 'left-2'],
  )
})
