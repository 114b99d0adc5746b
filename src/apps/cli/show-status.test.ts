import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, settle } from '../../../test/conformance/ledger-builder.ts'
import { fakeFace } from '../../../test/support/command.ts'
import { inspected } from '../../../test/support/inspected.ts'
import { openLedger } from '../../ledger/sqlite.ts'
import { followStatus } from './show-status.ts'

test('a batch that runs is followed until it comes to rest', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']))
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  const face = fakeFace('/')
  const following = followStatus(batch, { face, isJson: true })
  while (face.stdout.lines.length === 0) await new Promise(setImmediate)
  const number = batch.row.batch
  await owner.commit([settle(number, 1), { op: 'batch-state', batch: number, state: 'completed', ended: 40 }])
  await owner.close()
  await following
  assert.deepEqual(
    face.stdout.lines.map((line) => JSON.parse(line).state),
    ['running', 'completed'],
  )
})
