import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FakeBatch } from '../../../test/support/fake-batch.ts'
import { someError } from '../../../test/support/status.ts'
import { errorGroupLines, pressKey } from './live-keys.ts'

test('the pause key lets a paused batch go on', () => {
  const batch = new FakeBatch({ state: 'paused' })
  pressKey('p', batch, () => {})
  assert.deepEqual(batch.asked, ['resume {}'])
})

test('a batch keeps at least one worker', () => {
  const batch = new FakeBatch({ gates: [{ name: 'workers', limit: 1, used: 1, reason: null }] })
  pressKey('-', batch, () => {})
  assert.deepEqual(batch.asked, ['tune {"workers":1}'])
})

test('the answer to a key is said', async () => {
  const said: string[] = []
  pressKey('s', new FakeBatch(), (line) => said.push(line))
  await Promise.resolve()
  assert.deepEqual(said, ['drain: done'])
})

test('error groups show where and examples', () => {
  assert.deepEqual(errorGroupLines({ top_errors: [someError('TIMEOUT', 3, 'ran longer than 30s')] }), [
    '✗ 3× TIMEOUT at convert: ran longer than 30s',
    '    img/0042.avif',
  ])
  assert.deepEqual(errorGroupLines({ top_errors: [] }), ['no item has failed'])
})
