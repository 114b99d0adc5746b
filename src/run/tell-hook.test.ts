import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermanentError } from '../base/errors.ts'
import type { AskHook } from '../setup/hook-program.ts'
import { hookTeller } from './tell-hook.ts'

const never = new AbortController().signal
const told = { name: 'batch:end', text: '{"n":1}' } as const

function teller(ask: AskHook) {
  const problems: string[] = []
  return { problems, tell: hookTeller(ask, ({ message }) => problems.push(message)) }
}

test('a listener gets the event', async () => {
  const asked: string[] = []
  const { tell, problems } = teller(async (event, text) => {
    asked.push(`${event} ${text}`)
    return { answer: undefined, sent: {} }
  })
  await tell(told, never)
  assert.deepEqual([asked, problems], [['batch:end {"n":1}'], []])
})

test('what it throws and answers is a problem, and the event counts as told', async () => {
  const throws = teller(async () => {
    throw new Error('broken')
  })
  await throws.tell(told, never)
  assert.deepEqual(throws.problems, ['broken'])
  const nonsense = teller(async () => ({ answer: 5, sent: {} }))
  await nonsense.tell(told, never)
  assert.match(nonsense.problems[0] ?? '', /it answered 5/)
})

test('a listener that hangs three times in a row is not told any more', async () => {
  const { tell } = teller(async () => {
    throw new PermanentError('HOOK_TIMEOUT', 'hung')
  })
  for (let n = 0; n < 3; n++) await tell(told, never)
  await assert.rejects(tell(told, never), { code: 'LISTENER_GIVEN_UP' })
})

test('an event that was given up was not told', async () => {
  const { tell, problems } = teller(async (_event, _text, signal) => signal.throwIfAborted() as never)
  await assert.rejects(tell(told, AbortSignal.abort(new Error('stopped'))), { message: 'stopped' })
  assert.deepEqual(problems, [])
})
