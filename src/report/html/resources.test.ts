import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { resources } from './resources.ts'

test('what steps noted is shown beside what they used', async () => {
  assert.match(resources(await reportOf(mixedBatch)).text, /decoder<\/th><td class="text">sharp: 1</s)
})
