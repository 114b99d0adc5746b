import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { test } from 'node:test'
import { readSources } from '../scripts/source-tree.ts'
import { brokenImports, foldersInCircles, readRanks, rowsThatLookUp } from './support/import-ranks.ts'

const project = resolve(import.meta.dirname, '..')
const rows = readRanks(readFileSync(join(project, 'ARCHITECTURE.md'), 'utf8'))
const sources = readSources(project)

test('every import keeps to the table in ARCHITECTURE.md', () => {
  assert.deepEqual(brokenImports(sources, rows), [])
})

test('the table lets nobody import from above', () => {
  assert.ok(rows.length >= 8, `expected at least 8 rows, got ${rows.length}`)
  assert.deepEqual(rowsThatLookUp(rows), [])
})

test('no folders import each other, not even around a corner', () => {
  assert.deepEqual(foldersInCircles(sources), [])
})
