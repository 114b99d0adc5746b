import assert from 'node:assert/strict'
import { readFileSync, symlinkSync } from 'node:fs'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { LogFile } from './log-file.ts'

test('text is appended behind the committed place, and what a crash left there is cut off', async (t) => {
  const room = workspace(t, { 'a.log': 'kept\nhalf a li' })
  const log = await LogFile.open(room.path('a.log'), 5)
  assert.equal(await log.append('é\n'), 8)
  assert.equal(log.offset, 8)
  await log.close()
  assert.equal(readFileSync(room.path('a.log'), 'utf8'), 'kept\né\n')
})

test('the folders above it are made', async (t) => {
  const room = workspace(t)
  const log = await LogFile.open(room.path('logs', 'deep', 'a.log'), 0)
  await log.append('x')
  await log.close()
  assert.deepEqual(room.list(), ['logs/deep/a.log'])
})

test('a link in its place is not followed', async (t) => {
  const room = workspace(t, { 'of-a-person': 'text' })
  symlinkSync(room.path('of-a-person'), room.path('a.log'))
  await assert.rejects(LogFile.open(room.path('a.log'), 0), { code: 'ELOOP' })
  assert.equal(readFileSync(room.path('of-a-person'), 'utf8'), 'text')
})
