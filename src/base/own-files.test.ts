import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { entryFile, packageFile } from './own-files.ts'

test('the entries that threads and processes begin with are found', () => {
  for (const name of ['ledger/thread', 'system/program-host', 'steps/transform-worker'])
    assert.ok(existsSync(entryFile(name)), name)
})

test('what lies beside the code is found', () => {
  for (const path of ['package.json', 'recipes']) assert.ok(existsSync(packageFile(path)), path)
})
