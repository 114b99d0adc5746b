import assert from 'node:assert/strict'
import { appendFile, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { sha256 } from '../base/json.ts'
import { hashFile, sameStamp, stampOf } from './file-hash.ts'

async function fileOf(t: TestContext, content: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-file-hash-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'file'), content)
  return join(folder, 'file')
}

test('a file of any size has the hash of its content', async (t) => {
  for (const sizeBytes of [0, 1, 256 * 1024 - 1, 256 * 1024, 256 * 1024 + 1, 1_000_000]) {
    const content = Buffer.alloc(sizeBytes, 'millrace')
    assert.equal(await hashFile(await fileOf(t, content)), sha256(content), `${sizeBytes} bytes`)
  }
})

test('an aborted signal ends the hashing with its reason', async (t) => {
  const file = await fileOf(t, Buffer.alloc(10))
  await assert.rejects(hashFile(file, AbortSignal.abort(new Error('enough'))), /enough/)
})

test('a file that is not there is the system error it is', async () => {
  await assert.rejects(hashFile('/nowhere/at/all'), { code: 'ENOENT' })
})

test('the stamp of a file that nobody touched stays the same', async (t) => {
  const file = await fileOf(t, Buffer.from('a'))
  assert.ok(sameStamp(await stampOf(file), await stampOf(file)))
})

test('new content, a new time and a new file each change the stamp', async (t) => {
  const file = await fileOf(t, Buffer.from('a'))
  const first = await stampOf(file)
  await appendFile(file, 'b')
  const grown = await stampOf(file)
  await utimes(file, 1, 1)
  const older = await stampOf(file)
  assert.equal(sameStamp(first, grown), false)
  assert.equal(sameStamp(grown, older), false)
  assert.equal(sameStamp(older, { ...older, inode: older.inode + 1 }), false)
})
