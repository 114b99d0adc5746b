import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { printReply } from './print-reply.ts'

const reply = { batch_id: 'b1', verb: 'tune', answer: 'workers: 3', live: true } as const

test('an answer is a sentence, or a value', async () => {
  const [people, programs] = [fakeFace('/'), fakeFace('/')]
  await printReply(people, reply, false)
  await printReply(programs, reply, true)
  assert.equal(people.stdout.text, 'b1: workers: 3\n')
  assert.deepEqual(JSON.parse(programs.stdout.text), reply)
})

test('a refusal ends with the exit code of a usage error', async () => {
  const face = fakeFace('/')
  await printReply(face, { ...reply, answer: 'refused: too many' }, false)
  assert.equal(face.exit.code, 2)
})
