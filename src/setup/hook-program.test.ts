import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { askHookProgram } from './hook-program.ts'

const never = new AbortController().signal

function asker(t: TestContext, script: string) {
  const printed: string[] = []
  const setting = {
    program: ['/bin/sh', '-c', script],
    folder: workspace(t).folder,
    passEnv: [],
    timeoutMs: 20_000,
    batchName: 'b1',
  }
  return { printed, ask: askHookProgram(setting, (text) => printed.push(text)) }
}

test('a program gets event and data, and answers with JSON; what it says on standard error is for people', async (t) => {
  const { ask, printed } = asker(t, 'echo "$MILLRACE_BATCH $MILLRACE_EVENT" >&2; printf \'{"data":\'; cat; printf "}"')
  const { answer, sent } = await ask('batch:end', '{"n":1}', never)
  assert.deepEqual(answer, { data: { event: 'batch:end', data: { n: 1 } } })
  assert.deepEqual(sent, { n: 1 })
  assert.deepEqual(printed, ['b1 batch:end\n'])
})

test('a program that prints nothing has answered nothing', async (t) => {
  const { ask } = asker(t, 'echo')
  assert.equal((await ask('batch:end', '{}', never)).answer, undefined)
})

test('what is not JSON is quoted, with where it should go', async (t) => {
  const { ask } = asker(t, 'echo Hello there')
  await assert.rejects(ask('batch:end', '{}', never), {
    code: 'HOOK_ANSWER',
    message: 'expected nothing on its standard output, or one JSON object, got "Hello there"',
    fix: 'What it says to a person goes to standard error.',
  })
})
