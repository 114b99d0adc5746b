import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { firstFile, isFile, isFolder, readTextFile } from './find-file.ts'

test('the first name that is a file wins, folders do not count', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-find-'))
  t.after(() => rm(folder, { recursive: true }))
  await mkdir(join(folder, 'a.yaml'))
  await writeFile(join(folder, 'a.toml'), 'x')
  assert.equal(await firstFile(folder, ['a.yaml', 'a.toml']), join(folder, 'a.toml'))
  assert.equal(await firstFile(folder, ['b.yaml']), undefined)
  assert.deepEqual(
    [await isFile(join(folder, 'a.yaml')), await isFolder(join(folder, 'a.yaml')), await isFolder(join(folder, 'x'))],
    [false, true, false],
  )
})

test('a file that is missing, too large or no text is refused by name', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-find-'))
  t.after(() => rm(folder, { recursive: true }))
  const large = join(folder, 'large.yaml')
  await writeFile(large, '')
  await truncate(large, 100 * 1024 * 1024)
  await writeFile(join(folder, 'bytes.yaml'), Buffer.from([0xff, 0xfe, 0x00]))
  await assert.rejects(readTextFile(join(folder, 'none.yaml')), { code: 'FILE_UNREADABLE', message: /there is no such file/ })
  await assert.rejects(readTextFile(large), { code: 'FILE_TOO_LARGE' })
  await assert.rejects(readTextFile(join(folder, 'bytes.yaml')), { code: 'FILE_UNREADABLE', message: /not UTF-8/ })
})
