import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf } from '../../test/support/ledger-core.ts'
import { selectLimit } from './select-limit.ts'

test('the last state of an allowance is kept, with the boot that it belongs to', () => {
  const { store, write } = coreOf(['a'])
  write({ op: 'keep-limit', batch: 1, name: 'shop', state: '{"a":1}', boot: 'b1' })
  write({ op: 'keep-limit', batch: 1, name: 'shop', state: '{"a":2}', boot: 'b2' })
  write({ op: 'keep-limit', batch: 1, name: 'other', state: '{}', boot: 'b1' })
  assert.deepEqual(selectLimit(store, 'shop'), { state: '{"a":2}', boot: 'b2' })
})
