import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addItems, batchOf, counts, newItem, readyIds } from '../../test/conformance/ledger-builder.ts'
import { statesOf } from '../../test/support/dependency-ledger.ts'
import { UsageError } from '../base/errors.ts'
import { memoryLedger } from './memory.ts'
import type { NewItem } from './rows.ts'

const item = (id: string, ...on: string[]): NewItem =>
  newItem(id, { dependsOn: on.map((name) => ({ on: name, onFailure: 'skip' as const })) })

async function ingested(items: readonly NewItem[]) {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [], {})
  await addItems(ledger, batch, [], false)
  await addItems(ledger, batch, items, true)
  return { ledger, batch }
}

const names = async (items: readonly NewItem[], seq: number) => {
  const { ledger, batch } = await ingested(items)
  return (await ledger.read({ get: 'dependencies', batch, seq, limit: 99 })).map(({ id }) => id)
}

test('items that wait are blocked from the start, and nobody is looked up before the source has ended', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [], {})
  await addItems(ledger, batch, [item('b', 'a')], false)
  assert.deepEqual(await counts(ledger, batch), { blocked: 1 })
  assert.deepEqual(await ledger.read({ get: 'dependencies', batch, seq: 1, limit: 9 }), [
    { id: 'a', state: undefined, onFailure: 'skip' },
  ])
  await addItems(ledger, batch, [item('a')], true)
  assert.deepEqual(await readyIds(ledger, batch), ['a'])
  assert.deepEqual(await ledger.read({ get: 'dependencies', batch, seq: 1, limit: 9 }), [
    { id: 'a', state: 'ready', onFailure: 'skip' },
  ])
})

test('a pattern is looked up along the index, and fits the same as anywhere', async () => {
  const many = ['chapter-1', 'chapter-2', 'chapter', 'Chapter-3', 'chapter-é', 'x'].map((id) => item(id))
  assert.deepEqual(await names([...many, item('book', 'chapter-*')], 7), ['chapter-1', 'chapter-2', 'chapter-é'])
  assert.deepEqual(
    await names([...many, item('all', '*')], 7),
    many.map(({ id }) => id),
  )
  assert.deepEqual(await names([...many, item('some', '*-?')], 7), ['chapter-1', 'chapter-2', 'Chapter-3', 'chapter-é'])
})

test('where somebody would wait for ever, the source does not end and nothing is written', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [], { startsAfterIngest: true })
  await addItems(ledger, batch, [], false)
  const cycle = addItems(ledger, batch, [item('a', 'b'), item('b', 'a')], true)
  await assert.rejects(cycle, (error) => error instanceof UsageError && error.code === 'DEPENDENCY_CYCLE')
  const missing = addItems(ledger, batch, [item('a', 'bb'), item('bbb')], true)
  await assert.rejects(missing, /Item "a" waits for "bb", which is no item of the batch\. Did you mean "bbb"\?/)
  assert.deepEqual(await counts(ledger, batch), {})
})

test('an item that waits for a broken entry is skipped when the source has ended', async () => {
  const broken = newItem('a', { broken: { code: 'BAD_ROW', message: 'row 1: bad' } })
  const { ledger, batch } = await ingested([broken, item('b', 'a'), item('c', 'b')])
  assert.deepEqual(await statesOf(ledger, batch), ['failed', 'skipped', 'skipped'])
})

test('an item that was left out at the start has not failed for those that wait for it', async () => {
  const { ledger, batch } = await ingested([newItem('a', { skipped: { reason: 'not today' } }), item('b', 'a')])
  assert.deepEqual(await statesOf(ledger, batch), ['skipped', 'ready'])
})

test('10,000 items with 30,000 edges are linked within a second', async () => {
  const items = Array.from({ length: 10_000 }, (_, n) =>
    item(`i${n}`, ...(n === 0 ? [] : [`i${(n * 7) % n}`, `i${(n * 13) % n}`, `i${n - 1}`])),
  )
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [], { startsAfterIngest: true })
  await addItems(ledger, batch, items, false)
  const before = process.cpuUsage()
  await addItems(ledger, batch, [], true)
  const { user, system } = process.cpuUsage(before)
  assert.ok(user + system < 1_000_000, `${(user + system) / 1000} ms`)
  assert.deepEqual(await counts(ledger, batch), { blocked: 9_999, ready: 1 })
})
