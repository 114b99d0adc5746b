import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { sha256 } from '../base/json.ts'
import { FolderBlobs, memoryBlobs } from './blobs.ts'

for (const name of ['folder', 'memory'])
  test(`${name}: a text is found under its hash, and swept when nothing refers to it`, (t) => {
    const blobs = name === 'folder' ? new FolderBlobs(workspace(t).path('p.blobs')) : memoryBlobs()
    const kept = blobs.put('ä long text')
    const dropped = blobs.put('another')
    blobs.sync()
    assert.equal(kept, sha256('ä long text'))
    assert.equal(blobs.get(kept), 'ä long text')
    assert.equal(blobs.put('ä long text'), kept)
    assert.equal(
      blobs.sweep((hash) => hash === kept),
      1,
    )
    assert.deepEqual([blobs.get(dropped), blobs.get(kept)], [undefined, 'ä long text'])
  })

test('blobs lie in folders by the first two digits of their hash, and nothing is left beside them', (t) => {
  const room = workspace(t)
  const hash = new FolderBlobs(room.path('p.blobs')).put('text')
  assert.deepEqual(room.list(), [`p.blobs/${hash.slice(0, 2)}/${hash}`])
})

test('what a dead owner left half written is swept', (t) => {
  const room = workspace(t, { 'p.blobs/ab/abcd.17.part': 'half' })
  assert.equal(
    new FolderBlobs(room.path('p.blobs')).sweep((name) => !name.endsWith('.part')),
    1,
  )
  assert.deepEqual(room.list(), [])
})

test('a folder that does not exist yet has nothing to sweep', (t) => {
  assert.equal(
    new FolderBlobs(workspace(t).path('none')).sweep(() => false),
    0,
  )
})
