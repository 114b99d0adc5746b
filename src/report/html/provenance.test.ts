import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'
import { provenance } from './provenance.ts'

test('the pipeline, the tools and every session are named', async () => {
  assert.match(
    provenance(await reportOf(mixedBatch)).text,
    /sharp 0\.35\.5, ffmpeg 7\.1.*<th scope="row" class="text">1<\/th><td class="text">mill</s,
  )
})
