import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addItems, batchOf, newItem, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { explainItem } from './explain.ts'

const waits = (id: string, ...on: string[]) =>
  newItem(id, { dependsOn: on.map((name) => ({ on: name, onFailure: 'skip' as const })) })

test('a blocked item says for whom it waits, and who of them is at work', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, [], { startsAfterIngest: true })
    const chapters = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => newItem(`ch-${n}`))
    await addItems(ledger, number, [...chapters, waits('book', 'ch-*')])
    await ledger.commit([settle(number, 1), { op: 'start', batch: number, seq: 2, attempt: 1, step: 0, at: 1 }])
  })
  const { state, reason, depends_on } = await explainItem(batch, 'book')
  assert.deepEqual([state, reason], ['blocked', 'waits for ch-2 (running), ch-3, ch-4, ch-5, ch-6 and 2 more'])
  assert.deepEqual(depends_on[0], { id: 'ch-1', state: 'succeeded', on_failure: 'skip' })
})

test('an item that was skipped because of another says whose failure it was', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, [], { startsAfterIngest: true })
    await addItems(ledger, number, [newItem('a'), waits('b', 'a')])
    await ledger.commit([settle(number, 1, { next: { state: 'failed', outputBytes: 0 } })])
  })
  const { state, reason } = await explainItem(batch, 'b')
  assert.deepEqual([state, reason], ['skipped', 'because "a" failed'])
})

test('while the source is read, the names are told that the item gave', async (t) => {
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, [])
    await addItems(ledger, number, [waits('b', 'a-*')], false)
  })
  const { reason, depends_on } = await explainItem(batch, 'b')
  assert.deepEqual([reason, depends_on], ['waits for a-*', [{ id: 'a-*', state: null, on_failure: 'skip' }]])
})

test('an item that waits for nobody says nothing of it', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']).then(() => undefined))
  const { reason, depends_on } = await explainItem(batch, 'a')
  assert.deepEqual([reason, depends_on], [null, []])
})
