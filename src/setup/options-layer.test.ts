import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { documentOf } from '../pipeline/settings.ts'
import { configLayer, requestLayer, withInput } from './options-layer.ts'

test('flags have the names of a pipeline file', () => {
  const { value, places } = documentOf([
    ...requestLayer({ options: { max_concurrent: 3, mode: 'strict' }, output: './out' }),
    ...configLayer({ config: { a: 1, b: 2 }, configOrigins: { a: '--set a' } }),
  ])
  assert.deepEqual(value, { workers: 3, mode: 'strict', output: { path: './out' }, config: { a: 1, b: 2 } })
  assert.deepEqual(places.placeOf(['workers']), { file: 'command line' })
  assert.deepEqual(places.placeOf(['config', 'a']), { file: '--set a' })
  assert.deepEqual(places.placeOf(['config', 'b', 'deep']), { file: 'command line' })
})

test('a folder keeps the patterns, anything else replaces them', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-input-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'photos'))
  await writeFile(join(folder, 'a.avif'), '')
  const input = { type: 'files', path: './in', pattern: '**/*.avif', exclude: 'x' }
  assert.deepEqual(await withInput(input, ['photos'], folder), {
    type: 'files',
    path: 'photos',
    pattern: '**/*.avif',
    exclude: 'x',
  })
  assert.deepEqual(await withInput(input, ['src/**/*.py'], folder), { type: 'files', pattern: 'src/**/*.py', exclude: 'x' })
  assert.deepEqual(await withInput(input, ['a.avif', 'photos'], folder), {
    type: 'files',
    pattern: ['a.avif', 'photos/**/*.avif'],
    exclude: 'x',
  })
  assert.deepEqual(await withInput({}, ['photos'], folder), { type: 'files', path: 'photos' })
})

test('other inputs get another path, - is standard input', async () => {
  assert.deepEqual(await withInput({ type: 'json', path: 'a', id: 'sku' }, ['b.json'], '/w'), {
    type: 'json',
    path: 'b.json',
    id: 'sku',
  })
  assert.deepEqual(await withInput({ type: 'files', path: 'a' }, ['-'], '/w'), { type: 'stdin' })
  assert.deepEqual(await withInput({ type: 'stdin', format: 'jsonl' }, ['-'], '/w'), { type: 'stdin', format: 'jsonl' })
})

test('standard input and a file at once are refused, with what to do', async () => {
  await assert.rejects(withInput({ type: 'stdin' }, ['b.jsonl'], '/w'), {
    code: 'INPUT_STDIN',
    message: 'Expected items on standard input, as the pipeline says, got b.jsonl.',
    fix: 'Pipe it in: millrace run PIPELINE < b.jsonl. Or set `input.type` to what it holds: files, json, jsonl, csv.',
    place: { file: 'command line' },
  })
  await assert.rejects(withInput({ type: 'files' }, ['-', 'b.txt'], '/w'), {
    code: 'INPUT_STDIN',
    message: 'Expected standard input (-) alone, got it together with b.txt.',
  })
})
