import assert from 'node:assert/strict'
import { rm } from 'node:fs/promises'
import { after, before, test } from 'node:test'
import { readAll, testSource } from '../../test/conformance/source.ts'
import { idsOf, settingFor, sourceFolder } from '../../test/support/source-folder.ts'
import { inlineSource } from './inline.ts'

const parse = (items: unknown) => inlineSource.options.parse({ items })

test('items keep their id, data, metadata and priority', async (t) => {
  const { setting } = await sourceFolder(t)
  const items = [{ id: 'a', data: { file: 'x' }, metadata: { k: 1 }, priority: 5 }, { id: 2 }]
  const entries = await readAll(await inlineSource.open(parse(items), setting))
  const common = { kind: 'item', idIsHash: false }
  assert.deepEqual(entries, [
    { ...common, id: 'a', data: { file: 'x' }, metadata: { k: 1 }, priority: 5, sizeBytes: 12 },
    { ...common, id: '2', data: null, metadata: {}, priority: 0, sizeBytes: 4 },
  ])
})

test('two items with one id are refused, both places named', async (t) => {
  const { setting } = await sourceFolder(t)
  await assert.rejects(inlineSource.open(parse([{ id: 'a' }, { id: 'b' }, { id: 'a' }]), setting), {
    name: 'UsageError',
    message: 'Two items have the id "a": items[0] and items[2].',
  })
})

test('an item that is no JSON is refused with its place', async (t) => {
  const { setting } = await sourceFolder(t)
  const loop: { self?: unknown } = {}
  loop.self = loop
  await assert.rejects(inlineSource.open(parse([{ id: 'a' }, { id: 'b', data: loop }]), setting), {
    name: 'UsageError',
    message: /^items\[1\] cannot be written as JSON: Converting circular structure/,
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

test('a list of items is kept before it is read, so that a later process has it', async (t) => {
  const { setting } = await sourceFolder(t)
  const first = await inlineSource.open(parse([{ id: 'a', data: { n: 1 } }, { id: 'b' }]), setting)
  const again = await readAll(await inlineSource.open(parse(undefined), setting))
  assert.deepEqual(again, await readAll(first))
})

test('without items and without kept ones the source is refused', async (t) => {
  const { setting } = await sourceFolder(t)
  await assert.rejects(inlineSource.open(parse(undefined), setting), { code: 'ITEMS_MISSING' })
})

const made: { folder: string } = { folder: '' }
before(async () => {
  made.folder = (await sourceFolder({ after: () => undefined })).folder
})
after(() => rm(made.folder, { recursive: true }))

const items = Array.from({ length: 30 }, (_, n) => ({ id: `i${n}`, data: { n } }))
testSource({ name: 'inline', open: () => inlineSource.open(parse(items), settingFor(made.folder)), count: 30 })
testSource({ name: 'inline, kept', open: () => inlineSource.open(parse(undefined), settingFor(made.folder)), count: 30 })
