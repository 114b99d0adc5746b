import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, newBatch, newItem, session, settle } from '../../test/conformance/ledger-builder.ts'
import { linkedBatch } from '../../test/support/dependency-ledger.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectChanges, selectFailures, selectParked, selectSteps } from './select-progress.ts'

test('progress, failures and what is parked are read from counters and partial indexes, never from all items', () => {
  const plans = plansOf(coreOf(['a']), ({ store }) => {
    selectSteps(store, 1)
    selectFailures(store, 1, 9)
    selectParked(store, 1)
  })
  assert.doesNotMatch(plans.join('\n'), /SCAN (item|attempt)/)
  assert.match(plans.join('\n'), /item_running.*item_ended.*item_parked/s)
})

test('batches are compared by seeking ids, not by comparing all with all', () => {
  const ledger = coreOf(['a'])
  ledger.write({ op: 'open-batch', batch: newBatch({ name: 'second' }), session })
  const plans = plansOf(ledger, ({ store }) => selectChanges(store, 2))
  assert.equal(plans.length, 4)
  assert.doesNotMatch(plans.join('\n'), /SCAN (item|was|input|old)/)
})

test('of a large group of failures a few are named', () => {
  const { store, write } = coreOf(Array.from({ length: 20 }, (_, at) => `item ${at}`))
  const next = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
  for (let seq = 1; seq <= 20; seq++) write(settle(1, seq, { attempts: [attempt({ outcome: 'failed' })], next }))
  write({ op: 'ingest', batch: 1, items: [newItem('late')], position: 21, done: true, at: 1 })
  const [group] = selectFailures(store, 1, 9)
  assert.deepEqual([group?.count, group?.sampleIds.length], [20, 5])
})

test('what failed because of others is one group, behind the failures that it follows from', async () => {
  const waits = (id: string, on: string) => newItem(id, { dependsOn: [{ on, onFailure: 'fail' as const }] })
  const { ledger, batch } = await linkedBatch([newItem('a'), newItem('b'), waits('c', 'a'), waits('d', 'b'), waits('e', 'd')])
  const next = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
  for (const seq of [1, 2]) await ledger.commit([settle(batch, seq, { attempts: [attempt({ outcome: 'failed' })], next })])
  const groups = await ledger.read({ get: 'failures', batch, limit: 9 })
  assert.deepEqual(
    groups.map(({ code, message, count, sampleIds }) => [code, message, count, sampleIds]),
    [
      ['E', 'no', 2, ['a', 'b']],
      ['DEPENDENCY_FAILED', 'because others that they waited for failed', 3, ['c', 'd', 'e']],
    ],
  )
})
