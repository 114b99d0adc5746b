import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { test } from 'node:test'
import { sweepTemporaryFolders, TemporaryFolders } from './temporary.ts'

test('one key has one folder until it is removed', async () => {
  await using folders = new TemporaryFolders('batch 7')
  const folder = await folders.make('a', 10)
  await writeFile(join(folder, 'file'), 'x')
  assert.equal(await folders.make('a', 10), folder)
  assert.notEqual(await folders.make('b', 10), folder)
  await folders.remove('a')
  assert.equal(existsSync(folder), false)
})

test('what fits lies on the RAM disk, what does not on the disk', { skip: !existsSync('/dev/shm') }, async () => {
  await using folders = new TemporaryFolders('batch')
  assert.equal(dirname(await folders.make('small', 1000)), '/dev/shm')
  assert.equal(dirname(await folders.make('huge', 2 ** 50)), tmpdir())
})

test('nothing is left after the batch, and removing what was never made is nothing', async () => {
  const folders = new TemporaryFolders('batch')
  const made = await Promise.all(['a', 'b'].map((key) => folders.make(key, 10)))
  await folders.remove('c')
  await folders.close()
  assert.deepEqual(
    made.map((folder) => existsSync(folder)),
    [false, false],
  )
})

test('a sweep removes folders of processes that have ended, and no others', async (t) => {
  await using folders = new TemporaryFolders('batch')
  const live = await folders.make('a', 2 ** 50)
  const dead = await mkdtemp(join(tmpdir(), 'millrace-1-1-batch-'))
  const foreign = join(tmpdir(), `millrace-notes-${process.pid}`)
  await mkdir(foreign)
  t.after(() => rm(foreign, { recursive: true }))
  await writeFile(join(dead, 'file'), 'x')
  assert.ok((await sweepTemporaryFolders()) >= 1)
  assert.deepEqual(
    [live, dead, foreign].map((folder) => existsSync(folder)),
    [true, false, true],
  )
  assert.match(basename(live), /^millrace-\d+-\d+-batch-\w{6}$/)
})
