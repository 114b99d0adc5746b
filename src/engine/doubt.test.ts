import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInDoubt } from './doubt.ts'

function retry(code: string) {
  return { kind: 'retry', failure: { code, message: '' }, afterMs: undefined } as const
}

test('a reset, a time limit, a stop, a kill and an unexplained exception leave it open whether the work was done', () => {
  for (const code of [
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'UND_ERR_SOCKET',
    'TIMEOUT',
    'STEP_THREW',
    'TRANSFORM_ENDED',
    'COMMAND_KILLED',
  ])
    assert.equal(isInDoubt(retry(code)), true, code)
  assert.equal(isInDoubt({ kind: 'interrupted' }), true)
})

test('what was never sent, and what the step itself calls a failure, is no doubt', () => {
  for (const code of ['ENOTFOUND', 'ECONNREFUSED', 'COMMAND_FAILED', 'EXPIRED', 'RATE_LIMITED'])
    assert.equal(isInDoubt(retry(code)), false, code)
  assert.equal(isInDoubt({ kind: 'failed', failure: { code: 'BAD', message: '' } }), false)
})
