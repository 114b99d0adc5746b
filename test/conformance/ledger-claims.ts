import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LedgerError } from '../../src/base/errors.ts'
import type { Claim } from '../../src/ledger/ops.ts'
import type { OpenEmpty } from './ledger.ts'
import { batchOf, counts, settle } from './ledger-builder.ts'

const sha256 = 'a'.repeat(64)

function claim(batch: number, seq: number, fields: Partial<Claim> = {}): Claim {
  const fixed = {
    op: 'claim',
    batch,
    seq,
    step: 'write',
    path: '/out/A.png',
    pathKey: '/out/a.png',
    sizeBytes: 3,
    sha256,
  } as const
  return { ...fixed, itemId: `item ${seq}`, ...fields }
}

export function testLedgerClaims(name: string, open: OpenEmpty): void {
  test(`${name}: a path belongs to the item that claimed it first; another of its batch is told whose it is`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['item 1', 'item 2'])
    const [first, again, other] = await ledger.commit([claim(batch, 1), claim(batch, 1), claim(batch, 2, { path: '/out/a.PNG' })])
    assert.deepEqual([first.granted, again.granted, other.granted], [true, true, false])
    assert.ok(!other.granted)
    assert.deepEqual([other.holder.itemId, other.holder.path, other.holder.state], ['item 1', '/out/A.png', 'claimed'])
  })

  test(`${name}: a newer batch takes a path over and learns what stood there; the older one does not get it back`, async (t) => {
    const ledger = await open(t)
    const old = await batchOf(ledger, ['item 1'], { name: 'old' })
    await ledger.commit([claim(old, 1)])
    const young = await batchOf(ledger, ['x', 'item 2'], { name: 'young' })
    const [taken] = await ledger.commit([claim(young, 2)])
    const [back] = await ledger.commit([claim(old, 1)])
    assert.ok(taken.granted && taken.previous?.itemId === 'item 1')
    assert.equal(back.granted, false)
  })

  test(`${name}: a delivered file is known by its size, time and hash`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['item 1'])
    await ledger.commit([claim(batch, 1)])
    const file = { path: '/out/A.png', pathKey: '/out/a.png', sizeBytes: 4, mtimeMs: 12.5, sha256: 'b'.repeat(64) }
    await ledger.commit([settle(batch, 1, { files: [file] })])
    const holder = await ledger.read({ get: 'claim', pathKey: '/out/a.png' })
    assert.deepEqual(holder, { ...file, itemId: 'item 1', step: 'write', batch, state: 'delivered' })
    assert.deepEqual(await ledger.read({ get: 'claims', batch, after: '', limit: 9 }), [holder])
    assert.deepEqual(await ledger.read({ get: 'claims', batch, after: '/out/a.png', limit: 9 }), [])
    assert.equal((await ledger.read({ get: 'claim', pathKey: '/nobody' })) ?? undefined, undefined)
  })

  test(`${name}: a file that its item does not hold the claim to is not delivered`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['item 1', 'item 2'])
    await ledger.commit([claim(batch, 2)])
    const file = { path: '/out/A.png', pathKey: '/out/a.png', sizeBytes: 4, mtimeMs: 1, sha256 }
    const unclaimed = (error: unknown) => error instanceof LedgerError && error.code === 'UNCLAIMED'
    await assert.rejects(ledger.commit([settle(batch, 1, { files: [file] })]), unclaimed)
    assert.deepEqual(await counts(ledger, batch), { ready: 2 })
  })

  test(`${name}: a file that the batch as a whole made is delivered under the name that claimed it`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['item 1'])
    const file = { path: '/out/sum.md', pathKey: '/out/sum.md', sizeBytes: 4, mtimeMs: 12.5, sha256: 'b'.repeat(64) }
    const { mtimeMs: _, ...claimed } = file
    const deliver = { op: 'deliver', batch, itemId: 'the batch', files: [file] } as const
    await assert.rejects(ledger.commit([deliver]), { code: 'UNCLAIMED' })
    await ledger.commit([claim(batch, 0, { itemId: 'the batch', ...claimed }), deliver])
    const holder = await ledger.read({ get: 'claim', pathKey: file.pathKey })
    assert.deepEqual(holder, { ...file, itemId: 'the batch', step: 'write', batch, state: 'delivered' })
  })
}
