import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventText, longestEventChars } from './event-text.ts'
import type { BatchEvents } from './names.ts'

const output = { id: 'a', success: true, state: 'succeeded', result: 'small', metrics: {} } as const
const ended: BatchEvents['batch:item:end'] = {
  ...{ batch_id: 'b', item: { id: 'a' }, state: 'succeeded', output, input_bytes: 1, output_bytes: 1 },
  ...{ reused: false, ms: 1, completed: 1, total: 1 },
}

test('an event is its JSON', () => {
  assert.deepEqual(JSON.parse(eventText(ended)), ended)
})

test('an event that is too long goes without the result, and says so', () => {
  const reason = 'r'.repeat(5_000)
  const text = eventText({ ...ended, reason, output: { ...output, result: 'x'.repeat(longestEventChars) } })
  assert.ok(text.length < 10_000)
  const short = JSON.parse(text)
  assert.equal(short.truncated, true)
  assert.equal('result' in short.output, false)
  assert.equal(short.reason.length, 2_001)
  assert.equal(short.item.id, 'a')
})
