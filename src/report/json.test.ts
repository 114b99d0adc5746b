import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { machine, type PlayedBatch, playBatch, samples } from '../../test/support/report-batch.ts'
import { collectFacts } from './facts.ts'
import { jsonReport } from './json.ts'

async function reportOf(given: PlayedBatch) {
  const { ledger, batch } = await playBatch(given)
  return jsonReport(await collectFacts(ledger.read, batch))
}

const mixed: PlayedBatch = {
  items: [
    {
      id: 'a.avif',
      state: 'succeeded',
      ms: 1_000,
      sizeBytes: 1_000,
      outputBytes: 4_000,
      folder: '2026-01',
      notes: { pixels: 64, decoder: 'sharp' },
    },
    { id: 'b.avif', state: 'succeeded', ms: 3_000, sizeBytes: 1_000, outputBytes: 4_000, retries: 1 },
    { id: 'c.avif', state: 'failed', ms: 50, sizeBytes: 500, code: 'CUT', message: 'ends early', fix: 'Fetch it again.' },
    { id: 'd.avif', state: 'skipped', message: 'small' },
    { id: 'e.avif', state: 'review', code: 'UNKNOWN_EFFECT', message: 'no answer' },
  ],
  left: 2,
  state: 'interrupted',
  ms: 10_000,
  events: [
    machine,
    ...samples(10, (second) => ({ running: 2, workers: 4, ended: second, cpu_ms: second * 800, rss_bytes: 1e8 })),
  ],
}

test('the report has the keys that are promised, in their order', async () => {
  const keys =
    'timestamp summary space_usage performance resources organization stages batch_results errors failed_items recommendations files'
  assert.deepEqual(Object.keys(await reportOf(mixed)), keys.split(' '))
})

test('the counts of the summary add up to the number of items', async () => {
  const { summary } = await reportOf(mixed)
  const { successful, failed, skipped, cancelled, review, pending } = summary
  assert.deepEqual([successful, failed, skipped, cancelled, review, pending], [2, 1, 1, 0, 1, 2])
  assert.equal(summary.total_files, successful + failed + skipped + cancelled + review + pending)
  assert.deepEqual(summary.conservation, {
    holds: true,
    items: 7,
    succeeded: 2,
    failed: 1,
    skipped: 1,
    cancelled: 0,
    review: 1,
    pending: 2,
  })
  assert.equal(summary.success_rate, 0.5)
})

test('times are seconds, sizes are bytes, and both are also there as text', async () => {
  const { summary, space_usage: space, performance, resources } = await reportOf(mixed)
  assert.deepEqual([summary.processing_time, summary.processing_time_text], [10, '10 s'])
  assert.deepEqual([space.before_total, space.after_total, space.compression_ratio], [2_000, 8_000, 4])
  assert.equal(space.after_total_text, '7.81 KiB')
  assert.equal(performance.percentiles.max, 6)
  assert.equal(performance.parallel_jobs, 4)
  assert.deepEqual([resources.cpu.seconds, resources.memory.limit_text], [100, '8 GiB'])
})

test('outputs are counted per folder, notes per step', async () => {
  const { organization, stages } = await reportOf(mixed)
  assert.deepEqual(
    organization.folders.map(({ path, files }) => [path, files]),
    [
      ['.', 1],
      ['2026-01', 1],
    ],
  )
  assert.deepEqual(stages[0]?.measured.words, { decoder: { sharp: 1 } })
  assert.equal(stages[0]?.retries, 1)
})

test('a failed item carries its path, its step and what to do', async () => {
  const { failed_items: failed, errors } = await reportOf(mixed)
  assert.deepEqual(
    failed.map(({ id, state }) => [id, state]),
    [
      ['c.avif', 'failed'],
      ['e.avif', 'review'],
    ],
  )
  assert.deepEqual([failed[0]?.path, failed[0]?.step, failed[0]?.fix], ['/data/input/c.avif', 'convert', 'Fetch it again.'])
  assert.equal(errors[0]?.retry, `millrace retry b1 --where 'code == "CUT"'`)
})

test('files are listed when the run asked for it, and only then', async () => {
  const asked = await reportOf({ ...mixed, options: { logs: { files: true } } })
  assert.deepEqual([asked.files.length, (await reportOf(mixed)).files.length], [5, 0])
  assert.deepEqual(asked.files[0]?.id, 'c.avif')
})

test('without turns the batch is one turn; with turns each is listed', async () => {
  const turn = { type: 'turn', body: { turn: 1, size: 3, succeeded: 2, failed: 1, skipped: 0, ms: 1_500 } }
  assert.deepEqual((await reportOf({ ...mixed, events: [turn] })).batch_results, [
    { batch: 1, size: 3, succeeded: 2, failed: 1, skipped: 0, seconds: 1.5, items_per_second: 2 },
  ])
  assert.equal((await reportOf(mixed)).batch_results[0]?.size, 7)
})

test('what was not measured is null, never a guess', async () => {
  const { performance, resources, space_usage: space, summary } = await reportOf({ items: [], options: {} })
  assert.deepEqual([performance.parallel_jobs, performance.avg_time_per_file, resources.cpu.cores], [null, null, null])
  assert.deepEqual([space.compression_ratio, summary.success_rate, performance.over_time.points], [null, null, []])
})

test('every report keeps to its published schema', async () => {
  const schema = JSON.parse(await readFile(new URL('../../docs/report.schema.json', import.meta.url), 'utf8'))
  const validate = addFormats.default(new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true })).compile(schema)
  for (const given of [mixed, { items: [] }, { ...mixed, options: { logs: { files: true } } }]) {
    validate(await reportOf(given))
    assert.deepEqual(validate.errors ?? [], [])
  }
})

test('every key of the report is explained in docs/report.md', async () => {
  const page = await readFile(new URL('../../docs/report.md', import.meta.url), 'utf8')
  const explained = new Set([...page.matchAll(/`([a-z0-9_.[\]]+)`/g)].map((match) => match[1]))
  const missing = keysOf(await reportOf({ ...mixed, options: { logs: { files: true } } })).filter((key) => !explained.has(key))
  assert.deepEqual(missing, [])
})

/** Names of fields at any depth, without those that are data themselves. */
function keysOf(value: unknown): readonly string[] {
  const open = new Set(['evidence', 'by_code', 'numbers', 'words', 'skip_reasons', 'tools'])
  if (Array.isArray(value)) return [...new Set(value.flatMap(keysOf))]
  if (typeof value !== 'object' || value === null) return []
  return [...new Set(Object.entries(value).flatMap(([key, inner]) => [key, ...(open.has(key) ? [] : keysOf(inner))]))]
}
