import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addItems, newBatch, newItem, result, session, settle } from '../../../test/conformance/ledger-builder.ts'
import { memoryLedger } from '../../ledger/memory.ts'
import { outputsInOrder } from './outputs-in-order.ts'

async function settled(count: number, order: (seqs: number[]) => number[]) {
  const ledger = memoryLedger()
  const [{ batch }] = await ledger.commit([{ op: 'open-batch', batch: newBatch(), session }])
  await addItems(
    ledger,
    batch,
    Array.from({ length: count }, (_, n) => newItem(`i${n + 1}`)),
  )
  for (const seq of order(Array.from({ length: count }, (_, n) => n + 1))) {
    const done = result(`i${seq}`, { value: String(seq) })
    const next = { state: 'succeeded', result: { step: done.step, fp: done.fp }, outputBytes: 0 } as const
    await ledger.commit([settle(batch, seq, { results: [done], next })])
  }
  return { ledger, batch, signal: new AbortController().signal }
}

test('outputs come in the order of the source over many pages, whatever ended first', async () => {
  const outputs = await settled(1_203, (seqs) => seqs.toReversed())
  const all = await Array.fromAsync(outputsInOrder(outputs))
  assert.deepEqual(
    all.map((output) => output.result),
    Array.from({ length: 1_203 }, (_, n) => n + 1),
  )
})

test('a batch that stops is not read to its end', async () => {
  const stop = AbortSignal.abort(new Error('stopped'))
  const outputs = await settled(1, (seqs) => seqs)
  await assert.rejects(Array.fromAsync(outputsInOrder({ ...outputs, signal: stop })), /stopped/)
})
