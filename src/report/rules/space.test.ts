import assert from 'node:assert/strict'
import { test } from 'node:test'
import { machine } from '../../../test/support/report-batch.ts'
import { said, successes } from '../../../test/support/report-of.ts'

test('outputs that outgrow their inputs are planned for, and a disk that is nearly full is named', async () => {
  const items = successes(10, { sizeBytes: 1024 ** 2, outputBytes: 5 * 1024 ** 2 })
  assert.match(
    (await said({ items }, 'plan-disk')) ?? '',
    /^Plan 4.88 GiB of disk per 1,000 items: outputs take 5 × the space of their inputs \(10 MiB → 50 MiB for 10 items\), at 200 ms of work per MiB written\.$/,
  )
  const small = { ...machine, body: { ...machine.body, disk_free_bytes: 100 * 1024 ** 2 } }
  assert.equal(
    await said({ items, events: [small] }, 'disk-tight'),
    'Make room before the next batch: this one wrote 50 MiB, and 50 MiB were left of 100 MiB.',
  )
})
