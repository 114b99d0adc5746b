import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entries, linkedBatch, runAll } from '../../test/support/dependency-ledger.ts'
import type { OwnEnd } from '../../test/support/dependency-model.ts'
import { chooseRetry } from './retry-choice.ts'

async function ended(own: readonly OwnEnd[]) {
  const items = own.map((end, n) => ({ own: end, dependsOn: n === 2 ? [{ on: 0, onFailure: 'fail' as const }] : [] }))
  const opened = await linkedBatch(entries(items))
  await runAll(opened.ledger, opened.batch, own, () => 0)
  return opened
}

const all = { op: 'reopen', batch: 1, states: ['failed'] }

test('everything that failed runs again, unless some are named', async () => {
  const { ledger, batch } = await ended(['failed', 'failed', 'succeeded'])
  assert.deepEqual(await chooseRetry(ledger, batch, {}), all)
  assert.deepEqual(await chooseRetry(ledger, batch, { only: ['i1'] }), { ...all, seqs: [2] })
  assert.deepEqual(await chooseRetry(ledger, batch, { where: 'code == "BAD" && id != "i1"' }), { ...all, seqs: [1] })
})

test('where nothing failed, there is nothing to retry', async () => {
  const { ledger, batch } = await ended(['succeeded', 'skipped', 'succeeded'])
  await assert.rejects(chooseRetry(ledger, batch, {}), { code: 'NOTHING_TO_RETRY', message: /No failed item/ })
  await assert.rejects(chooseRetry(ledger, batch, { only: ['i0'] }), { message: /No failed item/ })
})

test('what failed because of others is not run again without them', async () => {
  const { ledger, batch } = await ended(['review', 'failed', 'succeeded'])
  await assert.rejects(chooseRetry(ledger, batch, { only: ['i2'] }), {
    code: 'NOTHING_TO_RETRY',
    message: 'Item "i2" only failed because of others: it runs again with them, not without.',
  })
  assert.deepEqual(await chooseRetry(ledger, batch, { only: ['i1', 'i2'] }), { ...all, seqs: [2] })
})
