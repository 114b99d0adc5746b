import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newBatch, session } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { selectBatch, selectBatches, selectSessions } from './select-batches.ts'

test('a batch comes back as it was opened', () => {
  const { store, write } = coreOf([])
  const opened = newBatch({ name: 'second', stepNames: ['a', 'b'], startsAfterIngest: true, optionsJson: '{"o":1}' })
  const { batch } = write({ op: 'open-batch', batch: opened, session })
  const row = selectBatch(store, batch)
  assert.deepEqual({ ...row, ...opened }, row)
  assert.deepEqual([row?.state, row?.epoch, row?.sourceDone, row?.ended], ['running', 1, false, undefined])
  assert.deepEqual(
    selectBatches(store, 9).map(({ name }) => name),
    ['second', 'first'],
  )
})

test('sessions come in the order they began', () => {
  const { store, write } = coreOf([])
  write({ op: 'adopt-batch', batch: 1, session: { ...session, pid: 8 } })
  assert.deepEqual(
    selectSessions(store, 1).map(({ pid }) => pid),
    [1, 8],
  )
})
