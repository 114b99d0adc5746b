/** What every batch processor is asked first: all items, so many at once, retries, one result of all, fail fast, progress. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import * as z from 'zod'
import type { BatchEvents } from '../../src/events/names.ts'
import { type BatchRequest, type BatchResult, defineTool, RetryableError, startBatch } from '../../src/index.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { inputs } from '../support/small-batch.ts'
import { workspace } from '../support/workspace.ts'

interface Strategy {
  readonly work: (context: StepContext) => unknown
  readonly ids: readonly string[]
  /** Keys of the pipeline. */
  readonly keys?: BatchRequest['options']
  readonly listen?: BatchRequest['listen']
}

async function processed(t: TestContext, { work, ids, keys = {}, listen }: Strategy): Promise<BatchResult> {
  const tool = defineTool({
    name: 'work',
    options: z.strictObject({}),
    plan: { effects: 'pure' },
    run: async (_options, context) => (await work(context)) as null, // tests return JSON
  })
  const batch = await startBatch({
    pipeline: { name: 'strategy', steps: [{ tool: 'work' }], output: { type: 'report' }, report: 'none', ...keys },
    inputs: inputs(...ids),
    folder: workspace(t).folder,
    parts: { steps: [tool] },
    ...(listen === undefined ? {} : { listen }),
  })
  return batch.done
}

const ids = Array.from({ length: 20 }, (_, n) => `item-${n}`)

test('all items of a batch are processed, each once', async (t) => {
  const seen: string[] = []
  const result = await processed(t, { ids, work: ({ item }) => seen.push(item.id) })
  assert.deepEqual([...seen].sort(), [...ids].sort())
  assert.deepEqual([result.total, result.succeeded, result.failed, result.outputs.length], [20, 20, 0, 20])
})

test('items are processed at the same time, up to max_concurrent and never more', async (t) => {
  const most = 3
  const full = Promise.withResolvers<void>()
  let running = 0
  let highest = 0
  const work = async () => {
    running += 1
    highest = Math.max(highest, running)
    if (running === most) full.resolve()
    // Nobody leaves before so many are there: with fewer at once, the batch would hang.
    await full.promise
    await new Promise(setImmediate)
    running -= 1
  }
  const { succeeded } = await processed(t, { ids, work, keys: { max_concurrent: most } })
  assert.deepEqual([highest, succeeded], [most, ids.length])
})

test('a failed item is tried again, up to max_retries times', async (t) => {
  const tries = new Map<string, number>()
  const work = ({ item }: StepContext) => {
    const n = (tries.get(item.id) ?? 0) + 1
    tries.set(item.id, n)
    if (item.id === 'never' || n < 3) throw new RetryableError('BUSY', 'not now')
    return n
  }
  const keys = { max_retries: 3, retry: { delay: '1ms' } }
  const result = await processed(t, { ids: ['third', 'never'], work, keys })
  assert.deepEqual(
    [...tries],
    [
      ['third', 3],
      ['never', 4],
    ],
  )
  assert.deepEqual([result.succeeded, result.failed], [1, 1])
})

test('results are aggregated, and failed items are not in the sum', async (t) => {
  const work = ({ item }: StepContext) => {
    if (item.id === 'bad') throw new Error('bad')
    return { size: item.id.length }
  }
  const aggregation = {
    fold: { count: true, sum: 'result.size' },
    template: '{succeeded} of {total}: {fold.sum} in {fold.count}',
  }
  const result = await processed(t, { ids: ['a', 'bb', 'bad', 'cccc'], work, keys: { aggregation } })
  assert.equal(result.summary, '3 of 4: 7 in 3')
})

test('with fail_fast processing stops at the first error, and what is left stays pending', async (t) => {
  const seen: string[] = []
  const work = ({ item }: StepContext) => {
    seen.push(item.id)
    if (item.id === 'item-4') throw new Error('broken')
    return null
  }
  const result = await processed(t, { ids, work, keys: { fail_fast: true, max_concurrent: 1 } })
  assert.deepEqual(seen, ids.slice(0, 5))
  assert.deepEqual([result.state, result.succeeded, result.failed, result.pending, result.exit_code], ['failed', 4, 1, 15, 3])
})

test('progress tells accurate counts: they add up at every moment, only grow, and end at the total', async (t) => {
  const told: BatchEvents['batch:progress'][] = []
  const ended: number[] = []
  const work = ({ item }: StepContext) => {
    if (item.id === 'item-7') throw new Error('broken')
    return null
  }
  await processed(t, {
    ids,
    work,
    listen: (events) => {
      events.on('batch:progress', (progress) => told.push(progress))
      events.on('batch:item:end', ({ completed }) => ended.push(completed))
    },
  })
  assert.deepEqual(
    ended,
    Array.from({ length: 20 }, (_, n) => n + 1),
  )
  for (const one of told) {
    const states = [one.succeeded, one.failed, one.skipped, one.cancelled, one.review]
    assert.equal(
      one.completed,
      states.reduce((sum, count) => sum + count, 0),
    )
    assert.equal(one.completed + one.pending + one.running, one.total)
  }
  const counts = told.map(({ completed }) => completed)
  assert.deepEqual(
    counts,
    counts.toSorted((a, b) => a - b),
  )
  const last = told.at(-1)
  assert.deepEqual([last?.completed, last?.succeeded, last?.failed, last?.total], [20, 19, 1, 20])
})
