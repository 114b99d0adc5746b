import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenEmpty } from './ledger.ts'
import { batchOf } from './ledger-builder.ts'

export function testLedgerNotes(name: string, open: OpenEmpty): void {
  test(`${name}: a request to the owner is open until it is answered, and the answer can be read`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    const [{ control }] = await ledger.commit([{ op: 'ask-control', batch, verb: 'pause', args: '{}', at: 5 }])
    const [asked] = await ledger.read({ get: 'controls', batch })
    assert.deepEqual([asked?.control, asked?.verb, asked?.args, asked?.at], [control, 'pause', '{}', 5])
    await ledger.commit([{ op: 'answer-control', control, answer: '"paused"', at: 6 }])
    const [answered] = await ledger.read({ get: 'controls', batch, control })
    assert.deepEqual(await ledger.read({ get: 'controls', batch }), [])
    assert.deepEqual([answered?.answer, answered?.applied], ['"paused"', 6])
  })

  test(`${name}: events are read in order behind the last one seen`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    const event = { op: 'event', batch, at: 5 } as const
    await ledger.commit([
      { ...event, type: 'sample', body: '1' },
      { ...event, type: 'warning', body: '2' },
    ])
    const [first, second] = await ledger.read({ get: 'events', batch, after: 0, limit: 9 })
    assert.deepEqual([first?.type, second?.type, second?.body, second?.at], ['sample', 'warning', '2', 5])
    assert.deepEqual(await ledger.read({ get: 'events', batch, after: first?.id ?? 0, limit: 9 }), [second])
  })

  test(`${name}: a session keeps what it used, and when it ended`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    const usage = { cpuMs: 12.5, peakRssBytes: 7, readBytes: 8, writtenBytes: 9 }
    await ledger.commit([{ op: 'session', batch, usage }])
    assert.equal((await ledger.read({ get: 'sessions', batch }))[0]?.ended ?? undefined, undefined)
    await ledger.commit([{ op: 'session', batch, usage, ended: 99 }])
    const [row] = await ledger.read({ get: 'sessions', batch })
    assert.deepEqual(row, { session: 1, epoch: 1, pid: 1, host: 'here', boot: 'b1', started: 10, ended: 99, ...usage })
  })

  test(`${name}: a file's stamp and a sink's place are the newest that were written`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, [])
    const stamp = { path: '/in/a', sizeBytes: 1, mtimeMs: 1.5, ctimeMs: 2.5, inode: 3, sha256: 'c'.repeat(64) }
    await ledger.commit([
      { op: 'keep-stamp', stamp },
      { op: 'keep-stamp', stamp: { ...stamp, sizeBytes: 2 } },
      { op: 'projected', batch, sink: 'jsonl', cursor: 1, offset: 10 },
      { op: 'projected', batch, sink: 'jsonl', cursor: 2, offset: 20 },
    ])
    assert.deepEqual(await ledger.read({ get: 'stamp', path: '/in/a' }), { ...stamp, sizeBytes: 2 })
    assert.deepEqual(await ledger.read({ get: 'projection', batch, sink: 'jsonl' }), { cursor: 2, offset: 20 })
    assert.equal((await ledger.read({ get: 'projection', batch, sink: 'csv' })) ?? undefined, undefined)
  })
}
