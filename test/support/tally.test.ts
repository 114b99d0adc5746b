import assert from 'node:assert/strict'
import { test } from 'node:test'
import { closingLines, countsText, nothing, skipComplaint, sum } from './tally.ts'

const skip = { file: 'a.test.ts', title: 'needs a disk', reason: 'needs root' }

test('tallies add up to one line', () => {
  const tally = sum([
    { ...nothing, passed: 2 },
    { ...nothing, failed: 1 },
    { ...nothing, passed: 1, skips: [skip] },
  ])
  assert.equal(countsText(tally), '3 passed, 1 failed, 1 skipped')
})

test('the closing lines name the slowest files and every skip with its reason', () => {
  const times = [1, 5, 3].map((seconds) => ({ file: `${seconds}.test.ts`, seconds }))
  assert.deepEqual(closingLines({ ...nothing, times, skips: [skip] }, 2), [
    '',
    'slowest files',
    '     5.0 s  5.test.ts',
    '     3.0 s  3.test.ts',
    '',
    'skipped',
    '  a.test.ts: needs a disk (needs root)',
  ])
})

test('more skips than are listed are a complaint', () => {
  assert.equal(skipComplaint({ ...nothing, skips: [skip] }, 1), undefined)
  assert.match(skipComplaint({ ...nothing, skips: [skip] }, 0) ?? '', /^Expected at most 0 skipped tests, got 1/)
})
