import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { sizes } from './sizes.ts'

test('sizes are shown before and after, with the items that grew most', async () => {
  assert.match(sizes(await reportOf(mixedBatch)).text, /1.95 KiB → 7.81 KiB/s)
})
