import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { organization } from './organization.ts'

test('every folder is shown with its files', async () => {
  assert.match(organization(await reportOf(mixedBatch)).text, /2026-01<\/span><\/th><td class="number">1</s)
})
