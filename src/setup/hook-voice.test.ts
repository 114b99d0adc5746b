import assert from 'node:assert/strict'
import { test } from 'node:test'
import { HookVoice } from './hook-voice.ts'

test('what was printed before somebody listens is heard first, line by line', () => {
  const voice = new HookVoice()
  voice.say('h', 'one\n\ntwo\n')
  const heard: string[] = []
  voice.listen((source, text) => heard.push(`${source}: ${text}`))
  voice.say('h', 'three')
  assert.deepEqual(heard, ['h: one', 'h: two', 'h: three'])
})

test('lines are bounded in number and length, and the last one says so', () => {
  const voice = new HookVoice()
  const heard: string[] = []
  voice.listen((_source, text) => heard.push(text))
  voice.say('h', 'x'.repeat(5_000))
  voice.say('h', 'y\n'.repeat(20_000))
  assert.equal(heard[0]?.length, 2_000)
  assert.equal(heard.length, 10_000)
  assert.equal(heard.at(-1), '… h has printed 10000 lines: further ones are left out')
})
