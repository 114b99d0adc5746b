import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { UsageError } from '../../base/errors.ts'
import { showError } from './show-error.ts'

async function shown(error: unknown, debug = false) {
  const face = fakeFace('/')
  return { code: await showError(error, { face, debug }), text: face.stderr.text }
}

test('an error of ours is told with its place and its fix', async () => {
  const error = new UsageError('X', 'Expected a, got b.', { place: { file: 'p.yaml', line: 2, column: 3 }, fix: 'Write a.' })
  assert.deepEqual(await shown(error), { code: 2, text: 'error: Expected a, got b.\n  at p.yaml:2:3\n  fix: Write a.\n' })
})

test('a bug says that it is one, and keeps its stack in a file', async (t) => {
  const { code, text } = await shown(new TypeError('x is not a function'))
  assert.equal(code, 70)
  assert.match(
    text,
    /^error: Something went wrong inside Millrace: x is not a function\n {2}The stack is in (.*)\n {2}fix: This is a bug\./,
  )
  const file = /The stack is in (.*)/.exec(text)?.[1] ?? ''
  t.after(() => rmSync(dirname(file), { recursive: true }))
  assert.match(readFileSync(file, 'utf8'), /TypeError: x is not a function\n {4}at /)
})

test('with --debug the stack is on the console', async () => {
  assert.match((await shown(new TypeError('x'), true)).text, /TypeError: x\n {4}at /)
})
