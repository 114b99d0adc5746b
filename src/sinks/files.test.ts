import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/sink-place.ts'
import type { Json } from '../base/json.ts'
import { filesSink } from './files.ts'

async function put(t: TestContext, result: Json, options: object = {}) {
  const delivery = filesSink.put(result, filesSink.options.parse(options))
  assert.ok(delivery)
  const file = path.join(await workspace(t), 'out')
  await delivery.write(file)
  return { extension: delivery.extension, text: await readFile(file, 'utf8') }
}

test('text is written as it is, under the name of its source', async (t) => {
  assert.deepEqual(await put(t, 'a\r\nb'), { extension: undefined, text: 'a\r\nb' })
})

test('anything else is written as JSON', async (t) => {
  assert.deepEqual(await put(t, { a: [1] }), { extension: 'json', text: '{\n  "a": [\n    1\n  ]\n}\n' })
  assert.deepEqual(await put(t, 7, { extension: 'txt' }), { extension: 'txt', text: '7\n' })
})

test('no result makes no file', () => {
  assert.equal(filesSink.put(null, {}), undefined)
})

test('an extension with a dot or a slash is refused', () => {
  for (const extension of ['.md', 'a/b', '']) assert.equal(filesSink.options.safeParse({ extension }).success, false)
})
