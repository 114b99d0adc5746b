import assert from 'node:assert/strict'
import { test } from 'node:test'
import { someStage, someStatus } from '../../../test/support/status.ts'
import { machineLine, stageLines } from './layout-parts.ts'

test('one step says nothing that the bar does not', () => {
  assert.deepEqual(stageLines(someStatus({ stages: [someStage('only')] }), 80), [])
})

test('many steps share lines, and the rest is counted', () => {
  const stages = Array.from({ length: 20 }, (_, index) => someStage(`step-number-${index + 1}`))
  const lines = stageLines(someStatus({ stages }), 80)
  assert.equal(lines.length, 3)
  assert.match(lines[2] ?? '', /^ {2}… \d+ more lines of steps$/)
})

test('a gate that holds back says why, a full one says it by its figures', () => {
  const gates = [
    { name: 'workers', limit: 4, used: 4, reason: 'all workers are busy' },
    { name: 'memory', limit: 9, used: 3, reason: 'only 200 MiB of memory free' },
  ]
  assert.deepEqual(machineLine(someStatus({ gates }), 80), ['workers 4/4 · only 200 MiB of memory free'])
  assert.deepEqual(machineLine(someStatus(), 80), [])
})
