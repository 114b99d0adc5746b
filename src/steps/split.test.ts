import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type FakeContextParts, fakeContext, testFolder } from '../../test/support/step-context.ts'
import type { Json } from '../base/json.ts'
import { splitStep } from './split.ts'

const run = async (split: Json, parts: FakeContextParts = {}) =>
  splitStep.run(splitStep.options.parse({ split }), fakeContext(parts))
const plan = async (split: Json, folder = '/') => splitStep.plan({ split }, { folder, config: {} })
const data = async (split: Json, parts: FakeContextParts = {}) => {
  const value = await run(split, parts)
  assert.ok(Array.isArray(value))
  return value.map((part) => part.data)
}

test('lines, elements and tokens become numbered parts', async () => {
  assert.deepEqual(await run({ by: 'lines', from: 'a\nb' }), [
    { id: '0001', data: 'a' },
    { id: '0002', data: 'b' },
  ])
  assert.deepEqual(await data({ by: 'lines', from: 'a\nb\nc', size: 2 }), ['a\nb', 'c'])
  assert.deepEqual(await data({ by: 'json', from: '{"x":[1,{"y":2}]}', path: '$.x[*]' }), [1, { y: 2 }])
  const words = Array.from({ length: 40 }, () => 'word').join(' ')
  assert.equal((await data({ by: 'tokens', from: words, size: 20, overlap: 5 })).length, 3)
})

test('without `from` the newest result is split, else what was read', async () => {
  assert.deepEqual(await data({ by: 'lines' }, { names: { content: 'a\nb' } }), ['a', 'b'])
  assert.deepEqual(await data({ by: 'json' }, { names: { content: 'a', result: [1] } }), [1])
  await assert.rejects(run({ by: 'lines' }), { code: 'NOTHING_TO_SPLIT' })
})

test('a split without parts fails the item, unless it may have none', async () => {
  await assert.rejects(run({ by: 'lines', from: '' }), { name: 'PermanentError', code: 'SPLIT_EMPTY' })
  assert.deepEqual(await run({ by: 'lines', from: '', empty: 'skip' }), [])
})

test('a function of the user splits, and its content is the version', async (t) => {
  const folder = await testFolder(t)
  await writeFile(
    join(folder, 'parts.ts'),
    'export default (item: any) => item.data.map((n: number) => ({ id: "n" + n, data: n }))',
  )
  const before = await plan('./parts.ts', folder)
  assert.equal(before.readsAll, true)
  const parts = [
    { id: 'n3', data: 3 },
    { id: 'n4', data: 4 },
  ]
  assert.deepEqual(await run('./parts.ts', { folder, data: [3, 4] }), parts)
  assert.deepEqual(await run({ by: 'transform', transform: './parts.ts' }, { folder, data: [3, 4] }), parts)
  await writeFile(join(folder, 'parts.ts'), 'export default () => [1]')
  assert.notEqual((await plan('./parts.ts', folder)).version, before.version)
})

test('a module that is missing is refused before the first item', async (t) => {
  await assert.rejects(plan('./none.ts', await testFolder(t)), { name: 'UsageError', code: 'MODULE_MISSING' })
})

test('what is no text is not split by lines', async () => {
  await assert.rejects(run({ by: 'lines', from: [1] }), { code: 'SPLIT_NOT_TEXT', message: 'Expected text to split, got a list' })
})
