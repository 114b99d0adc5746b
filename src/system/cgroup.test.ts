import assert from 'node:assert/strict'
import { totalmem } from 'node:os'
import { test } from 'node:test'
import { cpuQuota, memoryLimit } from './cgroup.ts'

test('a memory limit, where there is one, is a size with its use', () => {
  const limit = memoryLimit()
  if (limit === undefined) return assert.ok(totalmem() > 0)
  assert.ok(limit.limitBytes > 0 && limit.usedBytes >= 0)
})

test('a quota of processor time, where there is one, is a number of cores', () => {
  assert.ok((cpuQuota() ?? 1) > 0)
})
