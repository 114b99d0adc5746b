import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { untouched } from './allowance.ts'
import { LedgerAllowances } from './allowance-ledger.ts'

const set = (end: number) => () => ({ state: { ...untouched, handedOut: { w: end } }, answer: end })

test('what was handed out is in the ledger when the answer is there, and the next owner goes on from it', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [])
  const first = new LedgerAllowances({ ledger, batch, boot: 'b1' })
  assert.equal(await first.update('shop', set(5)), 5)
  const next = new LedgerAllowances({ ledger, batch, boot: 'b1' })
  await next.open(['shop', 'other'])
  const kept = await next.update('shop', (known) => ({ answer: known }))
  assert.deepEqual(kept, { state: { handedOut: { w: 5 }, quietUntil: 0 }, isForeign: false })
  assert.deepEqual(await next.update('other', ({ state }) => ({ answer: state })), untouched)
})

test('times of another boot are foreign until something new is kept', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [])
  await new LedgerAllowances({ ledger, batch, boot: 'b0' }).update('shop', set(5))
  const store = new LedgerAllowances({ ledger, batch, boot: 'b1' })
  await store.open(['shop'])
  assert.equal(await store.update('shop', ({ isForeign }) => ({ answer: isForeign })), true)
  await store.update('shop', set(6))
  assert.equal(await store.update('shop', ({ isForeign }) => ({ answer: isForeign })), false)
})
