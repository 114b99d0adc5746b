import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { settle } from '../../test/conformance/ledger-builder.ts'
import type { LedgerOp } from './ops.ts'
import { packOp, unpackOp } from './pack.ts'
import type { AttemptRow, NewItem, ResultRow } from './rows.ts'

const maybe = (name: string) =>
  fc.oneof(
    fc.constant({}),
    fc.string().map((text) => ({ [name]: text })),
  )
const outcome = fc.constantFrom<AttemptRow['outcome'][]>('succeeded', 'retry', 'lost')

const attempts: fc.Arbitrary<AttemptRow> = fc
  .tuple(
    fc.record({ step: fc.nat(), n: fc.nat(), outcome, reused: fc.boolean(), started: fc.nat(), ms: fc.nat() }),
    maybe('code'),
    maybe('error'),
    maybe('notes'),
  )
  .map(([row, ...more]) => Object.assign({ ...row }, ...more))

const results: fc.Arbitrary<ResultRow> = fc
  .tuple(
    fc.record({
      itemId: fc.string(),
      step: fc.string(),
      fp: fc.string(),
      parts: fc.string(),
      state: fc.constantFrom('done' as const, 'unknown' as const),
      value: fc.string({ unit: 'binary' }),
    }),
    maybe('key'),
    maybe('files'),
  )
  .map(([row, ...more]) => Object.assign({ ...row }, ...more))

const items: fc.Arbitrary<NewItem> = fc
  .tuple(
    fc.record({
      id: fc.string(),
      idIsHash: fc.boolean(),
      data: fc.json(),
      metadata: fc.json(),
      stamp: fc.option(fc.string(), { nil: undefined }),
      sizeBytes: fc.nat(),
      rank: fc.integer(),
    }),
    fc.constantFrom({}, { broken: { code: 'C', message: 'M' } }, { skipped: { reason: 'R' } }, { isVersion: true as const }),
    fc.constantFrom({}, { dependsOn: [{ on: 'a-*', onFailure: 'fail' as const }] }),
  )
  .map(([row, end, order]) => ({ ...row, ...end, ...order }))

const crossed = (op: LedgerOp) => unpackOp(JSON.parse(JSON.stringify(packOp(op))))

test('a settle is the same after it has crossed to the thread', () => {
  fc.assert(
    fc.property(fc.array(attempts), fc.array(results), (someAttempts, someResults) => {
      const op = settle(1, 2, { attempts: someAttempts, results: someResults })
      assert.deepEqual(crossed(op), op)
    }),
  )
})

test('an ingest is the same after it has crossed to the thread', () => {
  fc.assert(
    fc.property(fc.array(items), (someItems) => {
      const op = { op: 'ingest', batch: 1, items: someItems, position: 3, done: false, at: 4 } as const
      assert.deepEqual(crossed(op), op)
    }),
  )
})

test('every other op crosses as it is', () => {
  const op = { op: 'unpark', batch: 1, at: 5 } as const
  assert.equal(packOp(op), op)
  assert.deepEqual(crossed(op), op)
})
