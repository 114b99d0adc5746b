import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json, JsonObject } from '../../base/json.ts'
import type { Walk } from '../walk.ts'
import { inherit, inheritanceOf } from './inherit.ts'

const file = '/in/books/a.txt'
const fileNames = {
  path: file,
  relative_path: 'books/a.txt',
  dir: '/in/books',
  filename: 'a.txt',
  basename: 'a',
  stem: 'a',
  ext: 'txt',
}

function parent(names: JsonObject, fields: Partial<Walk> = {}): Walk {
  const item = { id: 'books/a.txt', data: { path: file, relative_path: 'books/a.txt' }, metadata: { lang: 'en' } }
  // Only what is taken over.
  return { item, names, file, ready: { stamp: '{"sizeBytes":3}' }, ...fields } as unknown as Walk
}

function part(data: Json, fields: Partial<Walk> = {}): Walk {
  const birth = { parent: 1, born: 1, index: 4 }
  const names = { input: data, config: { own: true }, item: { id: 'books/a.txt/0005' } }
  // As above.
  return { item: { id: 'books/a.txt/0005', data, metadata: {} }, names, ready: { birth }, ...fields } as unknown as Walk
}

test('a part has the names of its item, its own data as {part}, and works on the file of its item', () => {
  const walk = part('text')
  inherit(
    walk,
    inheritanceOf(parent({ ...fileNames, content: 'abc', config: { own: false }, batch_id: 'b', attempt: 2 }), undefined),
  )
  const { content, config, part: own, part_index, parent: above, path } = walk.names
  assert.deepEqual(
    [content, config, own, part_index, above, path],
    ['abc', { own: true }, 'text', 5, { id: 'books/a.txt' }, file],
  )
  assert.deepEqual([walk.file, walk.ready.stamp, walk.item.metadata], [file, '{"sizeBytes":3}', { lang: 'en' }])
  assert.equal('batch_id' in walk.names, false)
})

test('only wanted names are kept', () => {
  const { names } = inheritanceOf(parent({ content: 'abc', title: 't' }), new Set(['title']))
  assert.deepEqual(names, { title: 't' })
})

test('a part that names a file of its own keeps it', () => {
  const own = { path: '/tmp/page.png', filename: 'page.png' }
  const walk = part(own, { file: '/tmp/page.png', names: { ...own } } as unknown as Partial<Walk>)
  inherit(walk, inheritanceOf(parent(fileNames), undefined))
  assert.deepEqual(
    [walk.file, walk.names['path'], walk.names['filename'], walk.ready.stamp],
    ['/tmp/page.png', '/tmp/page.png', 'page.png', undefined],
  )
})

test('the output of a part lies behind the place of its item, and so on for its own parts', () => {
  const walk = part('text')
  inherit(walk, inheritanceOf(parent(fileNames), undefined))
  assert.equal(walk.place, 'books/a.txt/0005')
  const inner = { ...part('word'), item: { id: 'books/a.txt/0005/0001', data: 'word', metadata: {} } }
  inherit(inner, inheritanceOf(walk, undefined))
  assert.equal(inner.place, 'books/a.txt/0005/0001')
})

test('an item without a file gives its parts no place', () => {
  const { file: _file, ...without } = parent({})
  const walk = part('text')
  inherit(walk, inheritanceOf({ ...without, file: undefined }, undefined))
  assert.deepEqual([walk.place, walk.file], [undefined, undefined])
})

test('values are copied for each part', () => {
  const inheritance = inheritanceOf(parent({ list: ['a'] }), undefined)
  const [first, second] = [part(1), part(2)]
  inherit(first, inheritance)
  inherit(second, inheritance)
  assert.notEqual(first.names['list'], second.names['list'])
})
