import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { type FakeContextParts, fakeContext, testFolder } from '../../test/support/step-context.ts'
import type { JsonObject } from '../base/json.ts'
import { validateStep } from './validate.ts'

const schema = { type: 'object', required: ['sku'], properties: { sku: { type: 'string' } } }

const run = async (options: JsonObject, parts: FakeContextParts = {}) =>
  validateStep.run(validateStep.options.parse(options), fakeContext(parts))
const plan = async (options: JsonObject, folder = '/') => validateStep.plan(options, { folder, config: {} })

test('a value that keeps the contract is passed on', async () => {
  assert.deepEqual(await run({ validate: schema }, { data: { sku: 'a' } }), { sku: 'a' })
  assert.deepEqual(await run({ validate: schema }, { data: 5, names: { result: { sku: 'b' } } }), { sku: 'b' })
  assert.deepEqual(await run({ validate: schema, value: { sku: 'c' } }, { data: 5 }), { sku: 'c' })
})

test('a value that breaks it fails the item, with what was expected and where', async () => {
  await assert.rejects(run({ validate: schema }, { data: { sku: 5 } }), {
    name: 'PermanentError',
    code: 'CONTRACT',
    message: 'The value breaks its contract: sku: expected a string, got 5',
  })
})

test('a schema in a file starts at the folder of the pipeline, and its content is the version', async (t) => {
  const folder = await testFolder(t)
  await writeFile(join(folder, 's.json'), JSON.stringify(schema))
  const before = await plan({ validate: 's.json' }, folder)
  await assert.rejects(run({ validate: 's.json' }, { folder, data: {} }), { code: 'CONTRACT', fix: /s\.json/ })
  await writeFile(join(folder, 's.json'), JSON.stringify({ type: 'object' }))
  assert.notEqual((await plan({ validate: 's.json' }, folder)).version, before.version)
  assert.deepEqual(await run({ validate: 's.json' }, { folder, data: {} }), {})
})

test('a schema that cannot be read or used is refused before the first item, with its file', async (t) => {
  const folder = await testFolder(t)
  const file = join(folder, 's.json')
  await assert.rejects(plan({ validate: 's.json' }, folder), { name: 'UsageError', code: 'SCHEMA_UNREADABLE', place: { file } })
  for (const text of ['{', '[]', '{ "type": "objekt" }']) {
    await writeFile(file, text)
    await assert.rejects(plan({ validate: 's.json' }, folder), { name: 'UsageError', place: { file } }, text)
  }
})

test('without a named value the whole context decides the result', async () => {
  assert.equal((await plan({ validate: schema })).readsAll, true)
  assert.equal((await plan({ validate: schema, value: '{content}' })).readsAll, false)
})
