import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf } from '../../test/support/ledger-core.ts'
import type { LedgerQuery } from './queries.ts'
import { select } from './select.ts'

const page = { after: 0, limit: 9 }
const queries: readonly [LedgerQuery, unknown][] = [
  [{ get: 'batch', batch: 99 }, undefined],
  [{ get: 'steps', batch: 99 }, []],
  [{ get: 'items', batch: 99, ...page }, []],
  [{ get: 'ended', batch: 99, ...page }, []],
  [{ get: 'attempts', batch: 99, ...page }, []],
  [{ get: 'attempts', batch: 99, seq: 1, ...page }, []],
  [{ get: 'results', itemId: 'nobody' }, []],
  [{ get: 'blob', sha256: 'none' }, undefined],
  [{ get: 'claim', pathKey: '/none' }, undefined],
  [{ get: 'claims', batch: 99, after: '', limit: 9 }, []],
  [{ get: 'stamp', path: '/none' }, undefined],
  [{ get: 'sessions', batch: 99 }, []],
  [{ get: 'events', batch: 99, ...page }, []],
  [{ get: 'controls', batch: 99 }, []],
  [{ get: 'projection', batch: 99, sink: 'none' }, undefined],
  [{ get: 'failures', batch: 99, limit: 9 }, []],
  [
    { get: 'parked', batch: 99 },
    { count: 0, nextDue: undefined },
  ],
  [
    { get: 'changes', batch: 99 },
    { added: 0, changed: 0, removed: 0, previous: undefined },
  ],
]

for (const [query, nothing] of queries)
  test(`a question about ${query.get} that has no answer gets an empty one`, () => {
    assert.deepEqual(select(coreOf([]).writer, query), nothing)
  })
