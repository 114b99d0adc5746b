import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mixedBatch } from '../../../test/support/mixed-batch.ts'
import { reportOf } from '../../../test/support/report-of.ts'

test('CPU, memory and disk are those of all sessions together', async () => {
  const { cpu, memory, disk, sessions } = (await reportOf(mixedBatch)).resources
  assert.deepEqual([cpu.seconds, cpu.cores, memory.limit_text], [100, 2, '8 GiB'])
  assert.deepEqual([disk.read_bytes, disk.written_bytes_per_second], [5_000_000, 2_500_000])
  assert.deepEqual(
    sessions.map(({ host, pid }) => [host, pid]),
    [['mill', 42]],
  )
})
