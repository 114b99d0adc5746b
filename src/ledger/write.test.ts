import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { write } from './write.ts'

test('each op is done by the verb of its name, and answered by it', () => {
  const { writer } = coreOf(['a'])
  assert.deepEqual(write(writer, settle(1, 1)), { last: 1, ended: 1 })
  assert.deepEqual(write(writer, { op: 'unpark', batch: 1, at: 3 }), { woken: 0, nextDue: undefined })
  assert.equal(write(writer, { op: 'event', batch: 1, type: 'x', at: 1, body: '' }), undefined)
})
