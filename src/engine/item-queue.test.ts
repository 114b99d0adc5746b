import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ItemQueue } from './item-queue.ts'

test('whatever is pushed, taken and put back, it behaves as a list does', () => {
  const action = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('push' as const), count: fc.integer({ min: 1, max: 400 }) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('take' as const), count: fc.integer({ min: 1, max: 400 }) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('putBack' as const), count: fc.integer({ min: 1, max: 3 }) }) },
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 30 }), (actions) => {
      const queue = new ItemQueue<number>()
      const list: number[] = []
      let next = 0
      for (const { kind, count } of actions) {
        for (let n = 0; n < count; n++) {
          next += 1
          if (kind === 'push') assert.equal(queue.push(next), list.push(next) && undefined)
          else if (kind === 'take') assert.equal(queue.take(), list.shift())
          else assert.equal(queue.putBack(next), list.unshift(next) && undefined)
          assert.equal(queue.length, list.length)
        }
      }
    }),
  )
})
