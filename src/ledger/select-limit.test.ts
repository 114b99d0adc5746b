import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf } from '../../test/support/ledger-core.ts'
import { selectLimit } from './select-limit.ts'

test('an allowance that nobody has kept is not there', () => {
  assert.equal(selectLimit(coreOf([]).store, 'shop'), undefined)
})
