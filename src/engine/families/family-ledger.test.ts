import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, result, settle } from '../../../test/conformance/ledger-builder.ts'
import { memoryLedger } from '../../ledger/memory.ts'
import type { Part } from '../../pipeline/part.ts'
import type { Walk } from '../walk.ts'
import { FamilyLedger } from './family-ledger.ts'

const inheritance = { id: 'a', names: { content: 'abc' }, metadata: {} }
const parts = (count: number): readonly Part[] => Array.from({ length: count }, (_, n) => ({ id: `${n}`, data: n }))

async function arrange() {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a'], { stepNames: ['split', 'work', 'merge'] })
  await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 1 }])
  const arrived: (readonly [number, number])[] = []
  const families = new FamilyLedger({
    ...{ ledger, batch, onParts: (step, count) => arrived.push([step, count]) },
    write: async (_walk, chunk) => (await ledger.commit([{ op: 'expand', batch, seq: 1, attempt: 1, ...chunk }]))[0],
  })
  // Only what families look at.
  const walk = { item: { id: 'a', metadata: {} }, ready: { seq: 1 } } as unknown as Walk
  return { ledger, batch, families, walk, arrived }
}

test('parts are written in chunks of 5,000, and told as they are there', async () => {
  const { families, walk, arrived } = await arrange()
  await families.expand(walk, { split: 0, inner: true, parts: parts(5_001), inheritance })
  assert.deepEqual(arrived, [
    [1, 5_000],
    [1, 1],
  ])
  assert.deepEqual(await families.state(walk, 0), { isComplete: true, open: 5_001 })
})

test('what became of the parts is read in order, with the first failures', async () => {
  const { ledger, batch, families, walk } = await arrange()
  await families.expand(walk, { split: 0, inner: true, parts: parts(1_203), inheritance })
  const long = JSON.stringify('x'.repeat(10_000))
  for (let seq = 2; seq < 1_205; seq++) {
    const made = result(`a/${seq - 2}`, { value: seq === 2 ? long : String(seq) })
    const good = { state: 'succeeded', result: made, outputBytes: 0 } as const
    const bad = { state: 'failed', code: 'BAD', reason: 'no', outputBytes: 0 } as const
    await ledger.commit([settle(batch, seq, { parent: 1, results: [made], next: seq > 1_200 ? bad : good })])
  }
  const end = await families.end(walk, 0)
  assert.deepEqual([end.total, end.succeeded, end.failed, end.results.length], [1_203, 1_199, 4, 1_199])
  assert.deepEqual([end.results[0], end.results[1], end.results.at(-1)], [JSON.parse(long), 3, 1_200])
  assert.deepEqual(end.failures, ['a/1199: BAD: no', 'a/1200: BAD: no', 'a/1201: BAD: no'])
})

test('a part takes over what was kept for all parts of its item', async () => {
  const { families, walk } = await arrange()
  await families.expand(walk, { split: 0, inner: true, parts: parts(1), inheritance })
  const birth = { parent: 1, born: 0, index: 0 }
  const part = { item: { id: 'a/0', data: 0, metadata: {} }, names: {}, ready: { birth }, file: undefined } as unknown as Walk // as above
  await families.inherit(part)
  assert.deepEqual(part.names, { content: 'abc', part: 0, part_index: 1, parent: { id: 'a' } })
})
