import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StepProgress } from '../ledger/queries.ts'
import type { Sample } from './sample.ts'
import { batchStatus, type StatusFacts } from './status.ts'

const nothing = { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }

function step(index: number, name: string, figures: Partial<StepProgress> = {}): StepProgress {
  const zero = { succeeded: 0, failed: 0, skipped: 0, reused: 0, running: 0, retries: 0, ms: 0 }
  return { step: index, name, ...zero, ...figures }
}

function sample(at: number, ended: number): Sample {
  const zero = { running: 0, workers: 0, failed: 0, cpuMs: 0, rssBytes: 0, readBytes: 0, writtenBytes: 0 }
  return { at, ended, ...zero, inputBytes: ended * 10, outputBytes: ended * 30 }
}

function facts(changes: Partial<StatusFacts> = {}): StatusFacts {
  const counts = { ...nothing, ready: 3, running: 2, succeeded: 4, failed: 1 }
  const row = { name: 'b1', pipeline: 'p', state: 'running', reason: undefined, total: 10, sourceDone: true, counts } as const
  return {
    row: { ...row, created: 0, ended: undefined },
    steps: [step(0, 'read', { succeeded: 8, failed: 1, ms: 900 }), step(1, 'convert', { succeeded: 4, reused: 1, ms: 6_000 })],
    failures: [{ step: 0, code: 'ENOENT', message: 'gone', count: 1, sampleIds: ['a'] }],
    retrying: 1,
    session: 2,
    activeMs: 10_000,
    samples: [],
    ...changes,
  }
}

test('pending and running are told apart, and all counts add up to the total', () => {
  const status = batchStatus(facts())
  assert.deepEqual([status.pending, status.running, status.succeeded, status.failed], [3, 2, 4, 1])
  assert.equal(status.pending + status.running + status.succeeded + status.failed, status.total)
  assert.equal(status.percent, 50)
})

test('the rate is taken from the last half minute while the batch runs', () => {
  const samples = [sample(1, 0), sample(70_000, 100), sample(90_000, 120), sample(100_000, 160)]
  const status = batchStatus(facts({ samples }))
  assert.equal(status.items_per_second, 2)
  assert.deepEqual([status.input_bytes, status.output_bytes], [1600, 4800])
})

test('the rate of a batch at rest is taken over all of its time', () => {
  const { row } = facts()
  const status = batchStatus(facts({ row: { ...row, state: 'interrupted', ended: 5_000 } }))
  assert.equal(status.items_per_second, 0.5)
  assert.equal(status.ended_at, '1970-01-01T00:00:05.000Z')
})

test('without a measurement there is no rate and no end in sight', () => {
  const status = batchStatus(facts({ activeMs: 0, samples: [sample(1, 1)] }))
  assert.deepEqual([status.items_per_second, status.eta_seconds, status.machine], [null, null, null])
})

test('an item that ended early counts as passed for the later steps', () => {
  const { stages } = batchStatus(facts())
  assert.deepEqual(
    stages.map((stage) => stage.percent),
    [90, 50],
  )
  assert.deepEqual(
    stages.map((stage) => stage.seconds_per_item),
    [0.1, 2],
  )
  assert.equal(stages[0]?.top_errors[0]?.step, 'read')
  assert.deepEqual(stages[1]?.top_errors, [])
})

test('99.99 % is not yet 100 %', () => {
  const { row } = facts()
  const counts = { ...nothing, running: 1, succeeded: 9_999 }
  assert.equal(batchStatus(facts({ row: { ...row, total: 10_000, counts } })).percent, 99.9)
})
