import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../test/support/mixed-batch.ts'
import { factsOf } from '../../test/support/report-of.ts'
import { renderReports } from './render.ts'

test('both forms tell the same batch, and equal facts give equal bytes', async () => {
  const [first, again] = [renderReports(await factsOf(mixedBatch)), renderReports(await factsOf(mixedBatch))]
  assert.deepEqual(first, again)
  const { summary } = JSON.parse(first.json)
  assert.ok(first.html.includes(summary.verdict))
  assert.ok(first.json.endsWith('}\n'))
})
