import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { safeName, slug, splitPath } from './safe-name.ts'

test('an ordinary name stays as it is', () => {
  for (const name of ['a.png', '-rf', 'with space', "it's", 'ä.jpg', '...']) assert.equal(safeName(name), name)
})

test('control characters are replaced and the name is marked', () => {
  assert.match(safeName('a\nb\u001b.png'), /^a_b_~\w{8}\.png$/)
})

test('a name of more than 255 bytes is cut between characters and keeps its extension', () => {
  const short = safeName(`${'é'.repeat(200)}.png`)
  assert.equal(Buffer.byteLength(short), 255)
  assert.match(short, /^é+~\w{8}\.png$/)
})

test('names that differ never become one', () => {
  const name = fc.string({ unit: 'binary', maxLength: 6 })
  fc.assert(
    fc.property(name, name, (a, b) => {
      fc.pre(a.toWellFormed() !== b.toWellFormed())
      assert.notEqual(safeName(a), safeName(b))
      assert.notEqual(slug(a), slug(b))
    }),
  )
})

test('a slug has no separators', () => {
  assert.match(slug('gid://shop/Product/123'), /^gid-shop-Product-123-\w{8}$/)
  assert.equal(slug('straße_7.b'), 'straße_7.b')
})

test('an absolute path is split into relative parts', () => {
  assert.deepEqual(splitPath('/a//./b/'), ['a', 'b'])
})
