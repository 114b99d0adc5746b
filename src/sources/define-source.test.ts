import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { test } from 'node:test'
import * as z from 'zod'
import { settingFor } from '../../test/support/source-folder.ts'
import { defineSource } from './define-source.ts'
import type { OpenSource } from './source.ts'

const opened: OpenSource = { envelope: {}, read: async function* () {}, close: async () => undefined }
const whole = { type: 'mine', options: z.strictObject({}), open: async () => opened }

test('a source with all its parts is given back, frozen', () => {
  const source = defineSource(whole)
  assert.equal(source.type, 'mine')
  assert.ok(Object.isFrozen(source))
})

test('a source that lacks a part is refused with the part that is missing', () => {
  assert.throws(() => defineSource({ ...whole, type: '' }), /expected `type` to be a word of a-z, 0-9 and _, got ""/)
  assert.throws(() => defineSource({ ...whole, options: {} as never }), { code: 'SOURCE_INVALID' })
  assert.throws(() => defineSource({ ...whole, open: 'no' as never }), /expected `open` of "mine" to be a function/)
})

test('an error is told unless the reading was stopped before', async () => {
  const breaks = () => new Readable().destroy(new Error('lost'))
  const source = await defineSource({ ...whole, open: async () => ({ ...opened, read: breaks }) }).open({}, settingFor('/'))
  await assert.rejects(Array.fromAsync(source.read(0, new AbortController().signal)), /lost/)
  assert.deepEqual(await Array.fromAsync(source.read(0, AbortSignal.abort())), [])
})
