import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readAll, testSource } from '../../test/conformance/source.ts'
import { idsOf, settingFor, sourceFolder } from '../../test/support/source-folder.ts'
import { inlineSource } from './inline.ts'

const parse = (items: unknown) => inlineSource.options.parse({ items })
const setting = settingFor('/nowhere')

test('items keep their id, data, metadata and priority', async () => {
  const items = [{ id: 'a', data: { file: 'x' }, metadata: { k: 1 }, priority: 5 }, { id: 2 }]
  const entries = await readAll(await inlineSource.open(parse(items), setting))
  const common = { kind: 'item', idIsHash: false }
  assert.deepEqual(entries, [
    { ...common, id: 'a', data: { file: 'x' }, metadata: { k: 1 }, priority: 5, sizeBytes: 12 },
    { ...common, id: '2', data: null, metadata: {}, priority: 0, sizeBytes: 4 },
  ])
})

test('two items with one id are refused, both places named', async () => {
  await assert.rejects(inlineSource.open(parse([{ id: 'a' }, { id: 'b' }, { id: 'a' }]), setting), {
    name: 'UsageError',
    message: 'Two items have the id "a": items[0] and items[2].',
  })
})

test('an unknown field of an item is refused', () => {
  assert.equal(inlineSource.options.safeParse({ items: [{ id: 'a', dat: 1 }] }).success, false)
})

test('a stream of items is kept, so that a later process reads the same ones', async (t) => {
  const { setting } = await sourceFolder(t)
  async function* items() {
    yield { id: 'a', data: 1 }
    yield { id: 'b', dat: 2 }
    yield { id: 'c', data: 3 }
  }
  const first = await readAll(await inlineSource.open(parse(items()), setting))
  assert.match(String(first[1]?.kind === 'broken' && first[1].message), /^row 2: expected an item with id and data: /)
  async function* none() {}
  assert.deepEqual(await readAll(await inlineSource.open(parse(none()), setting)), first)
})

test('an error of the stream ends the reading with that error', async (t) => {
  const { setting } = await sourceFolder(t)
  async function* items() {
    yield { id: 'a', data: 1 }
    throw new Error('lost the database')
  }
  await assert.rejects(readAll(await inlineSource.open(parse(items()), setting)), /lost the database/)
  async function* none() {}
  const again = await readAll(await inlineSource.open(parse(none()), setting))
  assert.deepEqual(idsOf(again), ['a', 'INPUT_CUT rest-of-input'])
})

const items = Array.from({ length: 30 }, (_, n) => ({ id: `i${n}`, data: { n } }))
testSource({ name: 'inline', open: () => inlineSource.open(parse(items), setting), count: 30 })
