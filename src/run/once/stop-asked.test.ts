import assert from 'node:assert/strict'
import { test } from 'node:test'
import { StopMemory } from './stop-asked.ts'

test('the first knob that ends the batch is remembered, with its reason', () => {
  const memory = new StopMemory()
  memory.saw('pause', {})
  assert.deepEqual([memory.reason, memory.signal.aborted], [undefined, false])
  memory.saw('drain', { signal: 'SIGINT' })
  memory.saw('cancel', {})
  assert.deepEqual(
    [memory.reason?.message, memory.reason?.state, memory.signal.aborted],
    ['interrupted by SIGINT', 'interrupted', true],
  )
})
