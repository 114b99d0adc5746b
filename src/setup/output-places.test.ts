import assert from 'node:assert/strict'
import { test } from 'node:test'
import { outputPlaces } from './output-places.ts'

test('many files go below the path, whatever its name looks like', () => {
  assert.deepEqual(outputPlaces({ type: 'files', path: '/out/v1.2' }, '/w'), { root: '/out/v1.2', logs: '/out/v1.2/logs' })
})

test('a document names one file: its folder is the root', () => {
  assert.deepEqual(outputPlaces({ type: 'json', path: '/out/all.json' }, '/w'), { root: '/out', logs: '/out/logs' })
  assert.equal(outputPlaces({ type: 'json', path: '/out' }, '/w').root, '/out')
})

test('what goes to standard output writes no logs', () => {
  for (const output of [
    { type: 'stdout', path: '/out' },
    { type: 'jsonl', path: '-' },
  ])
    assert.deepEqual(outputPlaces(output, '/w'), { root: '/w/output', logs: undefined })
})
