import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Findings, findingLines } from './doctor.ts'

const found: Findings = {
  millrace: '0.1.0',
  node: '24.21.0',
  sqlite: '3.53.0',
  platform: 'linux x64',
  cores: 2,
  memory: { total_bytes: 2 ** 33, free_bytes: 2 ** 32, limit_bytes: 2 ** 31 },
  disk: { free_bytes: 2 ** 34, total_bytes: 2 ** 35, writable: false },
  libraries: [{ name: 'sharp', version: '0.35.5', for: 'images' }],
  tools: [{ name: 'avifdec', version: null, for: 'images that sharp cannot decode' }],
}

test('what is there and what is missing is told in words, not by a sign alone', () => {
  assert.deepEqual(findingLines(found), [
    'millrace  0.1.0, Node 24.21.0, SQLite 3.53.0, linux x64',
    'machine   2 cores, 8 GiB of memory, 4 GiB free, limited to 2 GiB',
    'disk      16 GiB free of 32 GiB, and this folder cannot be written',
    '✔ sharp   0.35.5  (images)',
    '✗ avifdec not found  (images that sharp cannot decode)',
  ])
})
