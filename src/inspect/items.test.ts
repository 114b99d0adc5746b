import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, batchOf, result, settle } from '../../test/conformance/ledger-builder.ts'
import { all, inspected } from '../../test/support/inspected.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { itemsOf, resultsOf } from './items.ts'

const failure = { code: 'TIMEOUT', message: 'ran longer than 30s', fix: 'Raise timeout.' }

async function threeItems(ledger: Ledger) {
  const batch = await batchOf(ledger, ['a', 'b', 'c'])
  const files = JSON.stringify([{ path: '/out/a.png', sizeBytes: 3, mtimeMs: 1, sha256: 'x' }])
  const fp = 'f'.repeat(64)
  await ledger.commit([
    settle(batch, 1, {
      results: [result('a', { value: '{"n":1}', files })],
      next: { state: 'succeeded', outputBytes: 3, result: { step: 'read', fp } },
    }),
    settle(batch, 2, {
      attempts: [attempt({ outcome: 'failed', code: failure.code, error: JSON.stringify(failure) })],
      next: { state: 'failed', code: failure.code, reason: failure.message, outputBytes: 0 },
    }),
  ])
}

test('items are listed in the order of the source, with why they failed', async (t) => {
  const items = await all(itemsOf(await inspected(t, threeItems)))
  assert.deepEqual(
    items.map(({ id, state, error }) => [id, state, error]),
    [
      ['a', 'succeeded', null],
      ['b', 'failed', 'TIMEOUT: ran longer than 30s'],
      ['c', 'ready', null],
    ],
  )
})

test('items are chosen by state, id, condition and number', async (t) => {
  const batch = await inspected(t, threeItems)
  const ids = async (filter: Parameters<typeof itemsOf>[1]) => (await all(itemsOf(batch, filter))).map(({ id }) => id)
  assert.deepEqual(await ids({ states: ['failed'] }), ['b'])
  assert.deepEqual(await ids({ ids: ['c', 'a'] }), ['a', 'c'])
  assert.deepEqual(await ids({ where: 'code == "TIMEOUT"' }), ['b'])
  assert.deepEqual(await ids({ where: 'data == "c"' }), ['c'])
  await assert.rejects(ids({ where: 'item.id == "c"' }), { name: 'UsageError', message: /got "item"/ })
  assert.deepEqual(await ids({ limit: 2 }), ['a', 'b'])
})

test('results carry the value, the files and the error', async (t) => {
  const [first, second] = await all(resultsOf(await inspected(t, threeItems)))
  assert.deepEqual([first?.id, first?.success, first?.result, first?.files], ['a', true, { n: 1 }, ['/out/a.png']])
  assert.deepEqual([second?.id, second?.success, second?.error], ['b', false, 'TIMEOUT: ran longer than 30s'])
})

test('the number of results can be limited', async (t) => {
  assert.equal((await all(resultsOf(await inspected(t, threeItems), { limit: 1 }))).length, 1)
})
