import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FolderTally } from './folder-tally.ts'

test('outputs are counted per folder below the root, in order of their paths', () => {
  const tally = new FolderTally('/out')
  for (const file of ['/out/b/1.png', '/out/a/2.png', '/out/b/3.png', '/out/4.png', '/elsewhere/5.png']) tally.add(file, 10)
  assert.deepEqual(tally.folders, [
    { path: '.', files: 1, bytes: 10 },
    { path: '/elsewhere', files: 1, bytes: 10 },
    { path: 'a', files: 1, bytes: 10 },
    { path: 'b', files: 2, bytes: 20 },
  ])
})

test('beyond two thousand folders the rest is one sum, and no file is lost', () => {
  const tally = new FolderTally('/out')
  for (let i = 0; i < 2_500; i++) tally.add(`/out/${i}/x`, 1)
  assert.equal(tally.folders.length, 2_000)
  assert.deepEqual(tally.rest, { files: 500, bytes: 500 })
})
