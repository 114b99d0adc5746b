import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { readyThread, takeThread } from './ready-thread.ts'

test('a thread that was made ready opens a ledger like any other', async (t) => {
  readyThread()
  const ledger = takeThread()
  await ledger.open({ file: workspace(t).path('p.db'), durability: 'fast' }, () => {})
  assert.equal(await ledger.read({ get: 'batch', batch: 1 }), undefined)
  await ledger.close()
})

test('each thread is taken once', async () => {
  readyThread()
  readyThread()
  const [first, second] = [takeThread(), takeThread()]
  assert.notEqual(first, second)
  await Promise.all([first.discard(), second.discard()])
})
