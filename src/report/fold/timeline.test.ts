import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sample } from '../sample.ts'
import { Timeline } from './timeline.ts'

function sample(figures: Partial<Sample>): Sample {
  const zero = { at: 1, running: 0, workers: 0, ended: 0, failed: 0, cpuMs: 0, rssBytes: 0, readBytes: 0, writtenBytes: 0 }
  return { ...zero, inputBytes: 0, outputBytes: 0, ...figures }
}

test('an interval holds what happened in it, not what had happened before', () => {
  const timeline = new Timeline()
  timeline.add(sample({ ended: 10, cpuMs: 500, running: 2 }), 900)
  timeline.add(sample({ ended: 25, cpuMs: 1_500, running: 4, rssBytes: 7 }), 1_900)
  assert.deepEqual(
    timeline.intervals.map(({ fromMs, ended, cpuMs, running }) => [fromMs, ended, cpuMs, running]),
    [
      [0, 10, 500, 2],
      [1_000, 15, 1_000, 4],
    ],
  )
})

test('counters that start anew with a session are not taken for a step back', () => {
  const timeline = new Timeline()
  timeline.add(sample({ cpuMs: 9_000 }), 500)
  timeline.add(sample({ cpuMs: 300 }), 1_500)
  assert.equal(timeline.intervals[1]?.cpuMs, 300)
})

test('a batch of any length keeps at most 240 intervals and loses no item', () => {
  const timeline = new Timeline()
  for (let second = 0; second < 100_000; second++) timeline.add(sample({ ended: second * 3 }), second * 1_000)
  assert.ok(timeline.intervals.length <= 240 && timeline.intervals.length > 120)
  assert.equal(timeline.widthMs, 512_000)
  const ended = timeline.intervals.reduce((sum, interval) => sum + interval.ended, 0)
  assert.equal(ended, 99_999 * 3)
})

test('time without a sample is an empty interval', () => {
  const timeline = new Timeline()
  timeline.add(sample({ ended: 1 }), 0)
  timeline.add(sample({ ended: 2 }), 3_500)
  assert.deepEqual(
    timeline.intervals.map(({ samples }) => samples),
    [1, 0, 0, 1],
  )
})
