import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { factsOf } from '../../../test/support/report-of.ts'
import { jsonReport } from '../json.ts'
import { items } from './items.ts'

test('failures come first, and each row can be found by state, code and step', async () => {
  const facts = await factsOf(mixedBatch)
  const { text } = items(jsonReport(facts), facts.items.listed)
  const rows = [...text.matchAll(/<tr data-state="(\w+)" data-code="(\w*)" data-stage="(\w*)">/g)].map((row) => row.slice(1))
  assert.deepEqual(rows, [
    ['failed', 'CUT', 'convert'],
    ['review', 'UNKNOWN_EFFECT', 'convert'],
    ['skipped', '', ''],
    ['succeeded', '', ''],
    ['succeeded', '', ''],
  ])
  assert.match(text, /5 of 7 items, failures first. The other 2 are in items.jsonl/)
})
