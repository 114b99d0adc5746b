import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fileOf, itemNames, relativeOf } from './item-names.ts'

const setting = { config: { quality: 3 }, envelope: {}, batchId: 'b1' }

test('a file gives its path and everything that follows from it', () => {
  const item = { id: 'a/Photo.Raw.AVIF', data: { path: '/in/a/Photo.Raw.AVIF', relative_path: 'a/Photo.Raw.AVIF' }, metadata: {} }
  const names = itemNames(item, fileOf(item.data, '/'), setting)
  assert.deepEqual(
    [names['dir'], names['filename'], names['basename'], names['stem'], names['ext'], names['relative_path']],
    ['/in/a', 'Photo.Raw.AVIF', 'Photo.Raw', 'Photo.Raw', 'AVIF', 'a/Photo.Raw.AVIF'],
  )
})

test('data that names no file has no path', () => {
  const item = { id: '1', data: { title: 'x' }, metadata: {} }
  assert.equal(fileOf(item.data, '/'), undefined)
  assert.equal('path' in itemNames(item, undefined, setting), false)
})

test('a relative file starts at the working directory', () => {
  assert.equal(fileOf({ file: 'src/main.py' }, '/work'), '/work/src/main.py')
  assert.equal(relativeOf({ id: '1', data: { file: 'src/main.py' }, metadata: {} }, '/work/src/main.py'), 'main.py')
})
