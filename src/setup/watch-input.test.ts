import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { test } from 'node:test'
import { smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { prepareBatch } from './prepare.ts'
import type { BatchRequest } from './request.ts'

function watching(folder: string, changes: Partial<BatchRequest> = {}) {
  const { inputs: _none, ...request } = smallRequest(folder, () => null, { input: ['in'], options: { watch: true }, ...changes })
  return prepareBatch(request)
}

test('a folder is watched in place of being read, and may be empty', async (t) => {
  const room = workspace(t)
  mkdirSync(room.path('in'))
  const { source } = await watching(room.folder)
  assert.deepEqual(source.watching?.roots, [room.path('in')])
})

test('items given in code, and a selection that no later start would know, are refused', async (t) => {
  const room = workspace(t, { 'in/a.txt': 'a' })
  const given = smallRequest(room.folder, () => null, { options: { watch: true } })
  await assert.rejects(prepareBatch(given), { code: 'WATCH_INPUT', message: /got items that were given one by one/ })
  await assert.rejects(watching(room.folder, { only: ['a.txt'] }), { code: 'WATCH_SELECTION', message: /got --only/ })
  await assert.rejects(watching(room.folder, { where: 'true' }), { code: 'WATCH_SELECTION', message: /got --where/ })
})
