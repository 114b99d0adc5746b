import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { after } from './after.ts'

test('the result of all and the tries behind it are shown, as text', async () => {
  const report = await reportOf(mixedBatch)
  const tries = [{ step: 'push', attempt: 2, outcome: 'failed', seconds: 1.5, code: 'X', error: '<b>' }]
  const { text } = after({ ...report, aggregation: { text: '3 & 4', fold: null, file: '/out/sum.md' }, after: tries })
  assert.match(text, /3 &amp; 4/)
  assert.match(text, /\/out\/sum\.md/)
  assert.match(text, /X: &lt;b&gt;/)
})

test('without a template the value itself is shown', async () => {
  const { text } = after({ ...(await reportOf(mixedBatch)), aggregation: { text: null, fold: { n: 1 }, file: null } })
  assert.match(text, /\{&quot;n&quot;:1\}/)
})

test('a batch that did nothing once has no such section', async () => {
  assert.equal(after(await reportOf(mixedBatch)).text, '')
})
