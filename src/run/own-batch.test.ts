import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { attempt, newItem, settle } from '../../test/conformance/ledger-builder.ts'
import { smallPrepared, smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { findBatch } from '../setup/find-batch.ts'
import { giveUp, ledgerFile, type OwnedBatch, ownAgain, ownNew } from './own-batch.ts'

async function own(t: TestContext) {
  const room = workspace(t)
  const request = smallRequest(room.folder, () => null)
  return { room, request, owned: await ownNew(await smallPrepared(room.folder), request) }
}

/** Item 1 failed, item 2 is still to do. */
async function oneFailed({ ledger, row }: OwnedBatch): Promise<void> {
  const { batch } = row
  const next = { state: 'failed', code: 'BAD', reason: 'no', outputBytes: 0 } as const
  await ledger.commit([{ op: 'ingest', batch, items: [newItem('a'), newItem('b')], position: 2, done: true, at: 1 }])
  await ledger.commit([settle(batch, 1, { attempts: [attempt({ outcome: 'failed' })], next })])
}

test('the ledger has the name of the pipeline, and lies where it is looked for', () => {
  assert.equal(ledgerFile({ folder: '/w', name: 'a/b' }), '/w/.millrace/a_b.db')
  assert.equal(ledgerFile({ folder: '/w', name: 'p', ledger: 'x.db' }), '/w/x.db')
})

test('a new batch is the first session, with its pipeline and the versions of its code', async (t) => {
  const { owned } = await own(t)
  t.after(() => owned.ledger.close())
  assert.deepEqual([owned.session, owned.isWary, owned.row.state, owned.row.stepNames], [1, false, 'running', ['work']])
  assert.deepEqual(Object.keys(JSON.parse(owned.row.codeJson)), ['work'])
})

test('a batch that died is the next session, and wary', async (t) => {
  const { room, request, owned } = await own(t)
  await owned.ledger.close()
  const again = await ownAgain(findBatch({ folder: room.folder }), request, { reopen: false })
  t.after(() => again.ledger.close())
  assert.deepEqual([again.session, again.isWary, again.row.name], [2, true, owned.row.name])
})

test('a batch that was given up is failed with its reason, and its ledger is free', async (t) => {
  const { room, request, owned } = await own(t)
  await giveUp(owned, new Error('no place for the document'))
  const found = findBatch({ folder: room.folder })
  assert.deepEqual([found.row.state, found.row.reason], ['failed', 'no place for the document'])
  const again = await ownAgain(found, request, { reopen: false })
  t.after(() => again.ledger.close())
  assert.equal(again.isWary, false)
})

test('a batch that was cancelled, or is complete, is not resumed', async (t) => {
  for (const [state, code] of [
    ['cancelled', 'BATCH_CANCELLED'],
    ['completed', 'BATCH_COMPLETED'],
  ] as const) {
    const { room, request, owned } = await own(t)
    await owned.ledger.commit([{ op: 'batch-state', batch: owned.row.batch, state, ended: 5 }])
    await owned.ledger.close()
    await assert.rejects(ownAgain(findBatch({ folder: room.folder }), request, { reopen: false }), { code })
  }
})

test('a retry reopens the failed items that are selected, and no batch for nothing', async (t) => {
  const { room, request, owned } = await own(t)
  await oneFailed(owned)
  await owned.ledger.close()
  const found = findBatch({ folder: room.folder })
  for (const selection of [{ only: ['b'] }, { where: 'code == "OTHER"' }])
    await assert.rejects(ownAgain(found, { ...request, ...selection }, { reopen: true }), { code: 'NOTHING_TO_RETRY' })
  const again = await ownAgain(found, { ...request, where: 'code == "BAD"' }, { reopen: true })
  t.after(() => again.ledger.close())
  assert.deepEqual([again.row.counts.failed, again.row.counts.ready], [0, 2])
})
