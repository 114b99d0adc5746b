import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectAttempts, selectEnded } from './select-attempts.ts'

const page = { batch: 1, after: 0, limit: 9 } as const

test('attempts and ends are read from their place on, without a sort', () => {
  const plans = plansOf(coreOf(['a']), ({ store }) => {
    selectAttempts(store, { get: 'attempts', ...page })
    selectEnded(store, { get: 'ended', ...page })
  })
  for (const plan of plans) {
    assert.match(plan, /SEARCH attempt USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)/)
    assert.match(plan, /SEARCH item USING INTEGER PRIMARY KEY \(rowid=\?\)/)
    assert.doesNotMatch(plan, /TEMP B-TREE/)
  }
})

test('the attempts of one item are found along their chain, whatever came between them', () => {
  const { store, write } = coreOf(['a', 'b'])
  write({ op: 'start', batch: 1, seq: 1, attempt: 1, step: 0, at: 1 })
  write({ op: 'keep', batch: 1, seq: 1, attempt: 1, attempts: [attempt({ n: 1, outcome: 'retry' })], results: [], files: [] })
  write(settle(1, 2))
  write(settle(1, 1, { from: 'running', attempts: [attempt({ n: 2 }), attempt({ n: 3 })] }))
  const rows = selectAttempts(store, { get: 'attempts', seq: 1, ...page })
  const later = selectAttempts(store, { get: 'attempts', seq: 1, ...page, after: rows[0]?.rowid ?? 0, limit: 1 })
  assert.deepEqual(
    rows.map(({ rowid, n }) => [rowid, n]),
    [
      [1, 1],
      [3, 2],
      [4, 3],
    ],
  )
  assert.deepEqual(later, [rows[1]])
})
