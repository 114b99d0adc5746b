import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { overview } from './overview.ts'

test('the verdict is the heading, and the counts are shown as a sum', async () => {
  const { text } = overview(await reportOf(mixedBatch))
  assert.match(text, /<h1>Interrupted: 2 of 7 items succeeded, 1 failed, 1 to be reviewed, 1 skipped, 2 left to do\.<\/h1>/)
  assert.match(text, /7 items = 2 succeeded \+ 1 failed \+ 1 review \+ 1 skipped \+ 2 pending: the counts add up\./)
  assert.match(text, /Skipped: 1 × small\./)
})

test('even one failure in a million can be seen in the bar', async () => {
  const report = await reportOf(mixedBatch)
  const conservation = { ...report.summary.conservation, items: 1_000_000, succeeded: 999_995 }
  const { text } = overview({ ...report, summary: { ...report.summary, conservation } })
  assert.match(text, /<rect class="failed" x="[\d.]+" width="3"/)
})
