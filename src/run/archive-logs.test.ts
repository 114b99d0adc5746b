import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { archiveLogs } from './archive-logs.ts'

test('an archive holds the logs, and neither earlier archives nor hidden files', async (t) => {
  const room = workspace(t, { 'audit.ndjson': 'a', 'errors.log': 'e', 'old.tar.gz': 'x', '.part': 'p' })
  const archive = await archiveLogs(room.folder, 'b1')
  assert.equal(archive, room.path('b1.tar.gz'))
  const names = execFileSync('tar', ['-tzf', archive], { encoding: 'utf8' }).trim().split('\n')
  assert.deepEqual(names.sort(), ['audit.ndjson', 'errors.log'])
})

test('a log whose name looks like an option is packed like any other', async (t) => {
  const room = workspace(t, { '--checkpoint=1': 'text' })
  const archive = await archiveLogs(room.folder, 'b1')
  assert.equal(execFileSync('tar', ['-xzOf', archive], { encoding: 'utf8' }), 'text')
})
