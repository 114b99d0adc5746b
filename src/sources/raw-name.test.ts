import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isText, printableRaw, rawBytes, rawText, toRaw } from './raw-name.ts'

test('text becomes bytes and text again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const raw = toRaw(text.toWellFormed())
      assert.equal(rawText(raw), text.toWellFormed())
      assert.ok(isText(raw))
      assert.deepEqual(Buffer.from(rawBytes(raw)), Buffer.from(text))
    }),
  )
})

test('bytes that are no text stay apart when they are printed', () => {
  assert.equal(isText('a\xff'), false)
  assert.equal(rawText('a\xff'), 'a\ufffd')
  assert.equal(printableRaw('a\xff\xfe\n'), 'a\\xff\\xfe\\x0a')
})
