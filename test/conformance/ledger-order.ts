import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../../src/base/errors.ts'
import type { OnFailure } from '../../src/pipeline/dependency.ts'
import type { OpenEmpty } from './ledger.ts'
import { addItems, attempt, batchOf, counts, endedIds, newItem, readyIds, settle } from './ledger-builder.ts'

const waits = (id: string, on: string, onFailure: OnFailure = 'skip') => newItem(id, { dependsOn: [{ on, onFailure }] })

const failed = { attempts: [attempt({ outcome: 'failed' })], next: { state: 'failed', outputBytes: 0 } } as const

export function testLedgerOrder(name: string, open: OpenEmpty): void {
  test(`${name}: items that wait are released or end with the last that they waited for, and the answer says so`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [], { startsAfterIngest: true })
    await addItems(ledger, batch, [newItem('a'), newItem('b'), waits('c', 'a'), waits('d', '?', 'run'), waits('e', 'c', 'fail')])
    assert.deepEqual(await readyIds(ledger, batch), ['a', 'b'])
    const [first, second] = await ledger.commit([settle(batch, 1, failed), settle(batch, 2)])
    assert.deepEqual(
      [first.cascade?.ends.map(({ id, state }) => [id, state]), first.cascade?.released],
      [
        [
          ['c', 'skipped'],
          ['e', 'failed'],
        ],
        0,
      ],
    )
    assert.deepEqual(second.cascade, { released: 1, failed: 0, skipped: 0, ends: [] })
    assert.deepEqual(await readyIds(ledger, batch), ['d'])
    assert.deepEqual(await endedIds(ledger, batch), ['a', 'c', 'e', 'b'])
    assert.deepEqual(await counts(ledger, batch), { ready: 1, succeeded: 1, failed: 2, skipped: 1 })
  })

  test(`${name}: entries that would wait for ever are not written`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [], { startsAfterIngest: true })
    const cycle = addItems(ledger, batch, [waits('a', 'b'), waits('b', 'a')])
    await assert.rejects(cycle, (error) => error instanceof UsageError && /a -> b -> a/.test(error.message))
    assert.deepEqual(await counts(ledger, batch), {})
  })

  test(`${name}: what ended because of an item is reopened with it`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [], { startsAfterIngest: true })
    await addItems(ledger, batch, [newItem('a'), waits('b', 'a')])
    await ledger.commit([settle(batch, 1, failed)])
    assert.deepEqual(await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }]), [{ reopened: 2 }])
    assert.deepEqual(await counts(ledger, batch), { blocked: 1, ready: 1 })
    const [{ cascade }] = await ledger.commit([settle(batch, 1, { attempt: 2 })])
    assert.equal(cascade?.released, 1)
  })

  test(`${name}: an entry that is left out at the start is skipped with its reason`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    await addItems(ledger, batch, [newItem('a', { skipped: { reason: 'not today' } })])
    const [row] = await ledger.read({ get: 'items', batch, after: 0, limit: 1 })
    assert.deepEqual([row?.state, row?.reason], ['skipped', 'not today'])
    assert.deepEqual(await counts(ledger, batch), { skipped: 1 })
  })
}
