import assert from 'node:assert/strict'
import { test } from 'node:test'
import { latestValue } from './latest-value.ts'

test('a result goes before what was read', () => {
  assert.equal(latestValue({ names: { content: 'read', result: 'made' } }, 'from', 'NOTHING'), 'made')
  assert.equal(latestValue({ names: { content: 'read' } }, 'from', 'NOTHING'), 'read')
})

test('with neither, the message names the key to say it with', () => {
  assert.throws(() => latestValue({ names: {} }, 'from', 'NOTHING'), {
    name: 'PermanentError',
    code: 'NOTHING',
    message: 'Expected `from`, or a step before this one that sets {result}',
  })
})
