import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { workspace } from '../../test/support/workspace.ts'
import { LedgerError } from '../base/errors.ts'
import { askOwner } from './ask-owner.ts'
import { readLedger } from './reader.ts'
import { openLedger } from './sqlite.ts'

test('a request from outside reaches the owner, and its answer the one who asked', async (t) => {
  const file = workspace(t).path('p.db')
  const ledger = await openLedger({ file, durability: 'full' })
  t.after(() => ledger.close())
  const batch = await batchOf(ledger, [])
  const control = askOwner(file, { batch, verb: 'pause', args: '{}', at: 5 })
  const [asked] = await ledger.read({ get: 'controls', batch })
  assert.deepEqual([asked?.control, asked?.verb], [control, 'pause'])
  await ledger.commit([{ op: 'answer-control', control, answer: '"ok"', at: 6 }])
  const reader = readLedger(file)
  t.after(() => reader.close())
  assert.equal(reader.read({ get: 'controls', batch, control })[0]?.answer, '"ok"')
})

test('a request to a ledger that is not there is refused, and makes none', (t) => {
  const room = workspace(t)
  const ask = () => askOwner(room.path('none.db'), { batch: 1, verb: 'pause', args: '{}', at: 5 })
  assert.throws(ask, (error) => error instanceof LedgerError && error.code === 'NO_LEDGER')
  assert.deepEqual(room.list(), [])
})
