import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attempt, result, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

const next = { state: 'review', code: 'UNKNOWN', outputBytes: 0 } as const

test('what a person calls done has a value that can be read', () => {
  const { core, write } = coreOf(['a'])
  const results = [result('a', { state: 'unknown', value: '' }), result('a', { step: 'write', value: '"before"' })]
  write(settle(1, 1, { attempts: [attempt({ outcome: 'review' })], results, next }))
  write({ op: 'decide', batch: 1, seq: 1, verdict: 'done', at: 5 })
  assert.deepEqual(
    core.read({ get: 'results', itemId: 'a' }).map(({ state, value }) => [state, value]),
    [
      ['done', 'null'],
      ['done', '"before"'],
    ],
  )
})

test('what a person calls failed has an attempt that says so', () => {
  const { core, write } = coreOf(['a'])
  write(settle(1, 1, { attempts: [attempt({ outcome: 'review' })], next }))
  write({ op: 'decide', batch: 1, seq: 1, verdict: 'fail', at: 5 })
  const [end] = core.read({ get: 'ended', batch: 1, after: 0, limit: 9 })
  const rows = core.read({ get: 'attempts', batch: 1, seq: 1, after: 0, limit: 9 })
  assert.deepEqual([end?.state, end?.code], ['failed', 'REVIEW_FAILED'])
  assert.deepEqual(
    rows.map(({ outcome }) => outcome),
    ['review', 'failed'],
  )
})

test('an item that does not exist cannot be decided', () => {
  assert.throws(
    () => coreOf([]).write({ op: 'decide', batch: 1, seq: 4, verdict: 'done', at: 5 }),
    /item 4 of batch 1 to be in review, but no such item/,
  )
})
