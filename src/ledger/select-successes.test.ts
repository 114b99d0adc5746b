import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, newBatch, newItem, session, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectSuccesses } from './select-successes.ts'

test('bytes are summed over what succeeded in this batch, and over nothing else', () => {
  const { store, write } = coreOf(['a', 'b', 'c'])
  write(settle(1, 1, { next: { state: 'succeeded', outputBytes: 40 } }))
  write(settle(1, 2, { next: { state: 'succeeded', outputBytes: 2 } }))
  write(settle(1, 3, { attempts: [attempt({ outcome: 'failed' })], next: { state: 'failed', outputBytes: 0 } }))
  write({ op: 'open-batch', batch: newBatch({ name: 'other' }), session })
  write({ op: 'ingest', batch: 2, items: [newItem('d', { sizeBytes: 99 })], position: 1, done: true, at: 1 })
  assert.deepEqual(selectSuccesses(store, 1), { inputBytes: 2, outputBytes: 42, reused: 0 })
  assert.deepEqual(selectSuccesses(store, 2), { inputBytes: 0, outputBytes: 0, reused: 0 })
})

test('an item counts as reused when none of its attempts did work', () => {
  const { store, write } = coreOf(['all', 'half', 'none'])
  const kept = attempt({ reused: true, n: 0 })
  write(settle(1, 1, { attempts: [kept, { ...kept, step: 1 }] }))
  write(settle(1, 2, { attempts: [kept, attempt({ step: 1 })] }))
  write(settle(1, 3))
  assert.equal(selectSuccesses(store, 1).reused, 1)
})

test('only the keys of the batch are read', () => {
  const plans = plansOf(coreOf(['a']), ({ store }) => selectSuccesses(store, 1))
  assert.match(plans.join('\n'), /SEARCH item USING INTEGER PRIMARY KEY/)
  assert.doesNotMatch(plans.join('\n'), /SCAN (item|attempt)/)
})
