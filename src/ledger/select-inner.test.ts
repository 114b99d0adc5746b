import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { itemKey } from './codes.ts'
import { selectInner } from './select-inner.ts'

test('only what a merge took in, or what its parts stand for, is counted, each by its state', () => {
  const { store, write } = coreOf(['whole', 'output', 'merged', 'broken', 'failed'])
  for (const seq of [1, 2, 3]) write(settle(1, seq))
  const next = { state: 'failed', outputBytes: 0 } as const
  for (const seq of [4, 5]) write(settle(1, seq, { attempts: [attempt({ outcome: 'failed' })], next }))
  const inner = (seq: number, code: number) => store.run('UPDATE item SET inner = ? WHERE key = ?', code, itemKey(1, seq))
  inner(1, 2)
  inner(3, 1)
  inner(4, 1)
  const { succeeded, failed, ...others } = selectInner(store, 1)
  assert.deepEqual([succeeded, failed], [2, 1])
  assert.deepEqual(Object.values(others), [0, 0, 0, 0, 0, 0, 0])
})

test('only the keys of the batch are read', () => {
  const plans = plansOf(coreOf(['a']), ({ store }) => selectInner(store, 1)).join('\n')
  assert.match(plans, /SEARCH item USING INTEGER PRIMARY KEY/)
})
