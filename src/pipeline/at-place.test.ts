import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import { atPlace } from './at-place.ts'

const outer = { file: 'a.yaml', line: 1 }

test('an error without a place gets one and keeps its words', () => {
  const work = () => {
    throw new UsageError('BAD', 'It is bad.', { fix: 'Mend it.' })
  }
  assert.throws(() => atPlace(outer, work), { code: 'BAD', message: 'It is bad.', fix: 'Mend it.', place: outer })
})

test('a place that is already known wins, and other errors pass', () => {
  const placed = new UsageError('BAD', 'It is bad.', { place: { file: 'b.yaml' } })
  const bug = new TypeError('a bug')
  for (const error of [placed, bug]) {
    assert.throws(
      () =>
        atPlace(outer, () => {
          throw error
        }),
      (thrown) => thrown === error,
    )
  }
})

test('without an error the value comes back', () => {
  assert.equal(
    atPlace(outer, () => 3),
    3,
  )
})
