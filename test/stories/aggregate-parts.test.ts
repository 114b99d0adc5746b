/** One result of all where items are taken apart: the parts stand in the order of their parents, whoever ended first. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { startBatch } from '../../src/index.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const documents = Array.from({ length: 8 }, (_, n) => ({ id: `d${n}`, data: { lines: 'x\ny\nz'.slice(0, 1 + 2 * (n % 3)) } }))

/** Parts end in an order of their own, another one in each run. */
const late = `export default async ({ id }) => {
  for (let turns = (id.length * 7 + Number(process.hrtime.bigint() % 5n)) % 9; turns > 0; turns--) await new Promise(setImmediate)
  return id
}`

function arrange(t: TestContext): Workspace {
  return workspace(t, {
    'late.ts': late,
    'fold.ts': 'export const initial = []\nexport default (all, { id }) => [...all, id]',
  })
}

async function aggregate({ folder, path }: Workspace, steps: readonly object[]): Promise<unknown> {
  const pipeline = {
    name: 'parts',
    steps: [{ split: { by: 'lines', from: '{input.lines}' } }, { transform: './late.ts' }, ...steps],
    output: { type: 'report', path: 'out' },
    report: 'none',
    workers: 4,
    aggregation: { fold: './fold.ts', output: 'all.json' },
  }
  const batch = await startBatch({ pipeline: JSON.parse(JSON.stringify(pipeline)), inputs: documents, folder })
  assert.equal((await batch.done).exit_code, 0)
  return JSON.parse(readFileSync(path('out/all.json'), 'utf8'))
}

test('parts that are outputs come in the place of their item, in their own order', async (t) => {
  const expected = documents.flatMap(({ id, data }) =>
    data.lines.split('\n').map((_, n) => `${id}/${String(n + 1).padStart(4, '0')}`),
  )
  assert.deepEqual(await aggregate(arrange(t), []), expected)
})

test('parts that a merge puts together are none: their items are', async (t) => {
  assert.deepEqual(
    await aggregate(arrange(t), [{ merge: {} }]),
    documents.map(({ id }) => id),
  )
})

/** What a template counts, beside what the result of the batch does. */
async function counted({ folder }: Workspace, steps: readonly object[]) {
  const pipeline = {
    name: 'counted',
    steps: [{ split: { by: 'lines', from: '{input.lines}' } }, { transform: './late.ts' }, ...steps],
    output: { type: 'report', path: 'out' },
    report: 'none',
    aggregation: { template: '{total} {succeeded} {failed}' },
  }
  const inputs = ['a', 'b', 'c'].map((id) => ({ id, data: { lines: Array.from({ length: 12 }, (_, n) => n).join('\n') } }))
  const batch = await startBatch({ pipeline: JSON.parse(JSON.stringify(pipeline)), inputs, folder })
  const { summary, total, succeeded } = await batch.done
  return { summary, total, succeeded }
}

test('a template counts outputs, where the result of the batch counts every item', async (t) => {
  const merged = await counted(arrange(t), [{ merge: {} }])
  assert.deepEqual(merged, { summary: '3 3 0', total: 39, succeeded: 39 })
})

test('where parts are the outputs, the items that they were taken from are not counted', async (t) => {
  const parts = await counted(arrange(t), [])
  assert.deepEqual(parts, { summary: '36 36 0', total: 39, succeeded: 39 })
})
