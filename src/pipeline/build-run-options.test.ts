import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRunOptions } from './build-run-options.ts'
import { runSchema } from './schema-run.ts'

test('nothing said gives the defaults', () => {
  assert.deepEqual(buildRunOptions({}, '/work'), {
    workers: 'auto',
    mode: 'flexible',
    failFast: false,
    order: 'given',
    fresh: false,
    dryRun: false,
    test: false,
    durability: 'full',
    clearCache: false,
    logs: { archive: false, files: false },
    secrets: [],
  })
})

test('a test is strict unless a mode is named, and strict stops at the first failure', () => {
  assert.deepEqual(pick(buildRunOptions({ test: true }, '/w')), ['strict', true])
  assert.deepEqual(pick(buildRunOptions({ test: true, mode: 'flexible' }, '/w')), ['flexible', false])
  assert.deepEqual(pick(buildRunOptions({ mode: 'strict', fail_fast: false }, '/w')), ['strict', true])
})

test('units are resolved and paths are absolute', () => {
  const keys = runSchema.parse({
    error_output: './errors',
    report: 'r.json',
    memory_reserve: '1MiB',
    tolerate: '5%',
    failures_log: 'f.log',
    secrets: 'KEY',
  })
  const { errorOutput, report, memoryReserveBytes, tolerate, logs, secrets } = buildRunOptions(keys, '/work')
  assert.deepEqual([errorOutput, report, memoryReserveBytes], ['/work/errors', '/work/r.json', 1_048_576])
  assert.deepEqual([tolerate, logs, secrets], [{ share: 0.05 }, { archive: false, files: false, failures: 'f.log' }, ['KEY']])
})

test('a report can be turned off and on', () => {
  assert.equal(buildRunOptions({ report: false }, '/w').report, 'none')
  assert.equal(buildRunOptions({ report: 'none' }, '/w').report, 'none')
  assert.equal(buildRunOptions({ report: true }, '/w').report, undefined)
})

function pick({ mode, failFast }: ReturnType<typeof buildRunOptions>): readonly unknown[] {
  return [mode, failFast]
}
