import assert from 'node:assert/strict'
import { test } from 'node:test'
import { joinGroups } from './error-groups.ts'

function group(message: string, count: number, figures: { step?: number; code?: string; sampleIds?: string[] } = {}) {
  return { step: 0, code: 'TRUNCATED', sampleIds: [message], ...figures, message, count }
}

test('messages that differ only in names and figures are one group, with the first one as its sample', () => {
  const messages = ['"a b.avif" ends after 12 of 90 bytes', '"c.avif" ends after 7 of 33 bytes']
  const joined = joinGroups(messages.map((message) => group(message, 2)))
  assert.deepEqual(joined, [{ step: 0, code: 'TRUNCATED', message: messages[0], count: 4, sampleIds: messages }])
})

test('paths do not tell groups apart, steps and codes do', () => {
  const groups = [group('cannot read img/1.avif', 1), group('cannot read /x/2.avif', 1), group('cannot read a/b', 1, { step: 1 })]
  assert.deepEqual(
    joinGroups(groups).map(({ count }) => count),
    [2, 1],
  )
  assert.equal(joinGroups([group('gone', 1), group('gone', 1, { code: 'ENOENT' })]).length, 2)
})

test('the largest group comes first and keeps at most five samples', () => {
  const many = Array.from({ length: 9 }, (_, index) => group(`file ${index}`, 1))
  const joined = joinGroups([group('once', 1), ...many])
  assert.deepEqual(
    joined.map(({ count }) => count),
    [9, 1],
  )
  assert.equal(joined[0]?.sampleIds.length, 5)
})

test('what failed because others had comes last, however often', () => {
  const groups = joinGroups([group('because others failed', 900, { code: 'DEPENDENCY_FAILED' }), group('bad', 1)])
  assert.deepEqual(
    groups.map(({ code }) => code),
    ['TRUNCATED', 'DEPENDENCY_FAILED'],
  )
})
