import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { collectGarbage } from './collect-garbage.ts'

const everything = { op: 'collect-garbage', keepBatches: 0, olderThan: 1_000, forget: true } as const

test('rows go in several transactions, none of them long', () => {
  const { writer, write } = coreOf(Array.from({ length: 25_000 }, (_, at) => `item ${at}`))
  write(settle(1, 1))
  write({ op: 'batch-state', batch: 1, state: 'completed' })
  const changes: number[] = []
  const { rows } = collectGarbage(writer, everything, (work) => {
    const value = work()
    changes.push(typeof value === 'number' ? value : 0)
    return value
  })
  assert.equal(rows, 50_001)
  assert.ok(Math.max(...changes) <= 20_000)
  assert.ok(changes.length > 6)
})

test('a batch that runs is never old, and one that was collected is not collected again', () => {
  const { write } = coreOf(['a'])
  assert.equal(write(everything).batches, 0)
  write({ op: 'batch-state', batch: 1, state: 'interrupted' })
  assert.deepEqual([write(everything).batches, write(everything).batches], [1, 0])
})
