import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { isOwned } from './owner.ts'

test('a ledger is owned exactly while somebody has it open', async (t) => {
  const file = workspace(t).path('p.db')
  assert.equal(isOwned(file), false)
  const ledger = await openLedger({ file, durability: 'fast' })
  assert.equal(isOwned(file), true)
  assert.equal(isOwned(file), true)
  await ledger.close()
  assert.equal(isOwned(file), false)
})

test('the name that a dead owner left behind owns nothing', async (t) => {
  const room = workspace(t)
  const file = room.path('p.db')
  await (await openLedger({ file, durability: 'fast' })).close()
  room.write('p.owner', '{"pid":1,"host":"here"}')
  assert.equal(isOwned(file), false)
})
