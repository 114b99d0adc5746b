import assert from 'node:assert/strict'
import { test } from 'node:test'
import { result, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectResults } from './select-results.ts'

test('what is kept of an item says which batch made it, and from which parts', () => {
  const ledger = coreOf(['a'])
  ledger.write(
    settle(1, 1, {
      results: [result('a', { parts: '{"step":"x"}', files: '[]' }), result('a', { step: 'write', fp: 'any text' })],
    }),
  )
  const rows = selectResults(ledger.store, 'a')
  assert.deepEqual(
    rows.map(({ batch, step, fp, parts, files }) => [batch, step, fp, parts, files]),
    [
      [1, 'read', 'f'.repeat(64), '{"step":"x"}', '[]'],
      [1, 'write', 'any text', '{}', undefined],
    ],
  )
  const [plan] = plansOf(ledger, ({ store }) => selectResults(store, 'a'))
  assert.equal(plan, 'SEARCH result USING PRIMARY KEY (item_id=?)')
})
