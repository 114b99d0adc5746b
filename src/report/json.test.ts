import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { mixedBatch } from '../../test/support/mixed-batch.ts'
import { reportOf } from '../../test/support/report-of.ts'

test('the report has the keys that are promised, in their order', async () => {
  const keys =
    'timestamp summary space_usage performance resources organization stages batch_results aggregation after errors failed_items recommendations files'
  assert.deepEqual(Object.keys(await reportOf(mixedBatch)), keys.split(' '))
})

test('times are seconds, sizes are bytes, and both are also there as text', async () => {
  const { summary, space_usage: space, performance, resources } = await reportOf(mixedBatch)
  assert.deepEqual([summary.processing_time, summary.processing_time_text], [10, '10 s'])
  assert.deepEqual([space.before_total, space.after_total, space.compression_ratio], [2_000, 8_000, 4])
  assert.equal(space.after_total_text, '7.81 KiB')
  assert.equal(performance.percentiles.max, 6)
  assert.equal(performance.parallel_jobs, 4)
  assert.deepEqual([resources.cpu.seconds, resources.memory.limit_text], [100, '8 GiB'])
})

test('files are listed when the run asked for it, and only then', async () => {
  const asked = await reportOf({ ...mixedBatch, options: { logs: { files: true } } })
  assert.deepEqual([asked.files.length, (await reportOf(mixedBatch)).files.length], [5, 0])
  assert.deepEqual(asked.files[0]?.id, 'c.avif')
})

test('what was not measured is null, never a guess', async () => {
  const { performance, resources, space_usage: space, summary } = await reportOf({ items: [], options: {} })
  assert.deepEqual([performance.parallel_jobs, performance.avg_time_per_file, resources.cpu.cores], [null, null, null])
  assert.deepEqual([space.compression_ratio, summary.success_rate, performance.over_time.points], [null, null, []])
})

test('every report keeps to its published schema', async () => {
  const schema = JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
  const validate = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })).compile(schema)
  for (const given of [mixedBatch, { items: [] }, { ...mixedBatch, options: { logs: { files: true } } }]) {
    validate(await reportOf(given))
    assert.deepEqual(validate.errors ?? [], [])
  }
})

test('every key of the report is explained in docs/report.md', async () => {
  const page = await readFile(new URL('../../docs/report.md', import.meta.url), 'utf8')
  const explained = new Set([...page.matchAll(/`([a-z0-9_.[\]]+)`/g)].map((match) => match[1]))
  const missing = keysOf(await reportOf({ ...mixedBatch, options: { logs: { files: true } } })).filter(
    (key) => !explained.has(key),
  )
  assert.deepEqual(missing, [])
})

/** Names of fields at any depth, without those that are data themselves. */
function keysOf(value: unknown): readonly string[] {
  const open = new Set(['evidence', 'by_code', 'numbers', 'words', 'skip_reasons', 'tools'])
  if (Array.isArray(value)) return [...new Set(value.flatMap(keysOf))]
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...(open.has(key) ? [] : keysOf(inner))]))]
}
