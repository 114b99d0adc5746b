import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf } from '../../test/support/ledger-core.ts'
import { insertControl } from './write-notes.ts'

test('requests are numbered in the order they came, whoever wrote them down', () => {
  const { store, write, core } = coreOf([])
  const ask = { batch: 1, verb: 'tune', args: '{"workers":3}', at: 4 }
  const { control } = write({ op: 'ask-control', ...ask })
  assert.equal(insertControl(store, ask), control + 1)
  assert.deepEqual(
    core.read({ get: 'controls', batch: 1 }).map((row) => row.control),
    [control, control + 1],
  )
})
