import assert from 'node:assert/strict'
import { test } from 'node:test'
import { playBatch } from '../../test/support/report-batch.ts'
import type { LedgerQuery } from '../ledger/queries.ts'
import type { AttemptRecord, EndedRow } from '../ledger/rows.ts'
import { collectFacts } from './facts.ts'
import type { Read } from './fold/pages.ts'
import { itemLines } from './item-row.ts'
import { renderReports } from './render.ts'

const many = 100_000

/** A ledger with as many items as one likes, made up page by page. */
async function endless(): Promise<Read> {
  const { ledger, batch } = await playBatch({ items: [{ id: 'one', state: 'succeeded' }] })
  const row = await ledger.read({ get: 'batch', batch })
  assert.ok(row)
  const counts = { ...row.counts, succeeded: many - many / 10, failed: many / 10 }
  // Made-up replies have the shape of the real ones; the rest is asked of the real ledger.
  return (async (query: LedgerQuery) => {
    if (query.get === 'batch') return { ...row, counts, total: many }
    if (query.get === 'ended') return pageOf(query, endedRow)
    if (query.get === 'attempts') return pageOf(query, attemptRow)
    return query.get === 'failures' ? [] : ledger.read(query)
  }) as Read
}

function pageOf<Row>({ after, limit }: { after: number; limit: number }, make: (n: number) => Row): readonly Row[] {
  return Array.from({ length: Math.max(0, Math.min(limit, many - after)) }, (_, index) => make(after + index + 1))
}

function endedRow(n: number): EndedRow {
  const files = JSON.stringify([{ path: `/data/output/${n}/${n}.png`, sizeBytes: 10 }])
  const state = n % 10 === 0 ? 'failed' : 'succeeded'
  const nothing = { code: undefined, reason: `reason ${n}`, value: undefined, blob: undefined }
  return { ended: n, seq: n, id: `item-${n}`, state, ...nothing, files, attempt: 1, sizeBytes: 5, outputBytes: 10, ms: n % 977 }
}

function attemptRow(n: number): AttemptRecord {
  const error = JSON.stringify({ code: 'X', message: `reason ${n}`, fix: `fix ${n}` })
  const notes = JSON.stringify({ pixels: n, name: `name ${n}` })
  const timing = { started: 1, ms: n % 977 }
  return { rowid: n, seq: n, itemId: `item-${n}`, step: 0, n: 1, outcome: 'succeeded', reused: false, ...timing, error, notes }
}

test('a report over a hundred thousand items holds only short lists of them', async () => {
  const facts = await collectFacts(await endless(), 1)
  assert.equal(facts.items.listed.length, 4_000)
  assert.equal(facts.items.folders.folders.length, 2_000)
  assert.equal(facts.items.ms.count, many)
  assert.equal(facts.attempts.fixes.for('X', 'reason 2001'), null)
  const { json, html } = renderReports(facts)
  assert.ok(json.length < 2_000_000, `JSON of ${json.length} characters`)
  assert.ok(Buffer.byteLength(html) < 5_000_000, `page of ${Buffer.byteLength(html)} bytes`)
})

test('items.jsonl has one line for every item', async () => {
  let lines = 0
  for await (const chunk of itemLines(await endless(), 1)) lines += chunk.split('\n').length - 1
  assert.equal(lines, many)
})
