import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askProgram, type ProgramQuestion } from './ask-program.ts'

function question(script: string, more: Partial<ProgramQuestion> = {}): ProgramQuestion {
  const env = { PATH: process.env['PATH'] ?? '' }
  return {
    program: ['/bin/sh', '-c', script],
    folder: '/',
    env,
    input: 'asked',
    timeoutMs: 20_000,
    longestAnswerBytes: 10_000,
    ...more,
  }
}

test('a program answers on standard output to what it reads from standard input', async () => {
  const { stdout, stderr } = await askProgram(question('read all; echo "got $all"; echo aside >&2'))
  assert.deepEqual([stdout, stderr], ['got asked\n', 'aside\n'])
})

test('a program that hangs is ended, and told so', async () => {
  await assert.rejects(askProgram(question('sleep 60', { timeoutMs: 100 })), {
    code: 'HOOK_TIMEOUT',
    message: 'it had not answered after 100 ms, its time limit',
  })
})

test('a program that floods is ended, and told so', async () => {
  await assert.rejects(askProgram(question('yes')), {
    code: 'HOOK_OUTPUT',
    message: /printed more than 10000 bytes, and was ended/,
  })
  await assert.rejects(askProgram(question('yes >&2')), { code: 'HOOK_OUTPUT' })
})

test('a program that fails is told with its last words', async () => {
  await assert.rejects(askProgram(question('echo first; echo "no such shop" >&2; exit 3')), {
    code: 'HOOK_FAILED',
    message: 'it ended with exit code 3: no such shop',
  })
  await assert.rejects(askProgram(question('kill -9 $$')), { message: /was ended by SIGKILL/ })
})

test('a question that is given up ends the program', async () => {
  const stop = new AbortController()
  const asked = askProgram(question('sleep 60', { signal: stop.signal }))
  stop.abort(new Error('given up'))
  await assert.rejects(asked, { message: 'given up' })
})
