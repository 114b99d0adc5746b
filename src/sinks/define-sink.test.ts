import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as z from 'zod'
import { defineSink } from './define-sink.ts'

const whole = { type: 'mine', form: 'item', options: z.strictObject({}), put: () => undefined } as const

test('a sink with all its parts is given back, frozen', () => {
  const sink = defineSink(whole)
  assert.equal(sink.type, 'mine')
  assert.ok(Object.isFrozen(sink))
})

test('a sink that lacks a part is refused with the part that is missing', () => {
  const wrong = (part: object) => () => defineSink({ ...whole, ...part })
  assert.throws(wrong({ type: 'My Sink' }), /expected `type` to be a word of a-z, 0-9 and _, got "My Sink"/)
  assert.throws(wrong({ options: {} }), /expected `options` of "mine" to be a zod schema/)
  assert.throws(wrong({ put: undefined }), /expected `put` of "mine" to be a function/)
  assert.throws(wrong({ form: 'projection' }), /expected `open` of "mine" to be a function/)
  assert.throws(wrong({ form: 'both' }), { code: 'SINK_INVALID' })
})
