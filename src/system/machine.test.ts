import assert from 'node:assert/strict'
import { availableParallelism, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { bootId, cores, diskFree, memory } from './machine.ts'

test('the memory that is free lies within the limit, and the limit within the machine', () => {
  const { limitBytes, availableBytes, rssBytes } = memory()
  assert.ok(limitBytes > 0 && limitBytes <= totalmem())
  assert.ok(availableBytes > 0 && availableBytes <= limitBytes)
  assert.ok(rssBytes > 10_000_000)
})

test('there is at least one core, and no more than the machine has', () => {
  assert.ok(cores() >= 1 && cores() <= availableParallelism())
})

test('the free room of a folder that is not made yet is that of its parent', async () => {
  const free = await diskFree(join(tmpdir(), 'not', 'yet'))
  assert.ok(free > 0)
})

test('the boot has one identity', () => {
  assert.equal(bootId(), bootId())
  assert.match(bootId(), /^[\w-]{32,36}$/)
})
