import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { time } from './time.ts'

test('the time of the batch is told in whole, per step and for its slowest items', async () => {
  assert.match(time(await reportOf(mixedBatch)).text, /<h3>Slowest items<\/h3>.*b\.avif<\/span><\/th><td class="number">6 s/s)
})
