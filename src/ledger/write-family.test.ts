import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { batchOf, newItem, session, settle } from '../../test/conformance/ledger-builder.ts'
import type { Ledger } from './ledger.ts'
import { memoryLedger } from './memory.ts'

interface Part {
  readonly seq: number
  readonly parent: number
}

/** Two items, the second part of the first split again: `1 → 2, 3, 4` and `3 → 5, 6`. All parts are ready, 1 and 3 wait. */
async function nested(ledger: Ledger): Promise<number> {
  const batch = await batchOf(ledger, ['a'], { stepNames: ['split', 'split-2', 'work', 'merge', 'merge-2'] })
  await split(ledger, batch, { seq: 1, ids: ['a/1', 'a/2', 'a/3'], born: 0, merge: 4 })
  await split(ledger, batch, { seq: 3, ids: ['a/2/1', 'a/2/2'], born: 1, merge: 3 })
  return batch
}

interface Splitting {
  readonly seq: number
  readonly ids: readonly string[]
  readonly born: number
  readonly merge: number
}

async function split(ledger: Ledger, batch: number, { seq, ids, born, merge }: Splitting): Promise<void> {
  const children = ids.map((id) => ({ id, data: '1', sizeBytes: 1 }))
  await ledger.commit([
    { op: 'start', batch, seq, attempt: 1, step: born, at: 1 },
    { op: 'expand', batch, seq, attempt: 1, born, inner: true, names: '{}', children, from: 0, done: true },
    settle(batch, seq, { from: 'running', next: { state: 'waiting', step: merge } }),
  ])
}

const leaves: readonly Part[] = [
  { seq: 2, parent: 1 },
  { seq: 4, parent: 1 },
  { seq: 5, parent: 3 },
  { seq: 6, parent: 3 },
]

const open = async (ledger: Ledger, batch: number, seq: number, born: number) =>
  (await ledger.read({ get: 'family', batch, seq, born }))?.open

test('in whatever order the parts end, each parent is woken once, by the last of its own', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([...leaves], { minLength: 4 }),
      fc.array(fc.boolean(), { minLength: 4 }),
      async (order, fails) => {
        const ledger = memoryLedger()
        const batch = await nested(ledger)
        const woken: number[] = []
        for (const [index, { seq, parent }] of order.entries()) {
          const next = { state: fails[index] ? 'failed' : 'succeeded', outputBytes: 0 } as const
          const [answer] = await ledger.commit([settle(batch, seq, { parent, next })])
          if (answer.woken !== undefined) woken.push(answer.woken)
        }
        assert.deepEqual([await open(ledger, batch, 3, 1), woken], [0, [3]])
        const [answer] = await ledger.commit([settle(batch, 3, { attempt: 2, parent: 1 })])
        assert.deepEqual([answer.woken, await open(ledger, batch, 1, 0)], [4, 0])
      },
    ),
    { numRuns: 30 },
  )
})

test('a part of a part that is reopened reopens everything above it', async () => {
  const ledger = memoryLedger()
  const batch = await nested(ledger)
  const failed = { next: { state: 'failed', outputBytes: 0 } } as const
  for (const { seq, parent } of leaves) await ledger.commit([settle(batch, seq, { parent, ...(seq === 6 ? failed : {}) })])
  await ledger.commit([settle(batch, 3, { attempt: 2, parent: 1, ...failed })])
  await ledger.commit([settle(batch, 1, { attempt: 2, ...failed })])
  const [{ reopened }] = await ledger.commit([{ op: 'reopen', batch, states: ['failed'], seqs: [6] }])
  assert.equal(reopened, 3)
  assert.deepEqual([await open(ledger, batch, 1, 0), await open(ledger, batch, 3, 1)], [1, 1])
})

test('in a batch without families nothing is counted anew', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a'])
  await ledger.commit([{ op: 'ingest', batch, items: [newItem('b')], position: 2, done: true, at: 1 }])
  await ledger.commit([settle(batch, 1, { next: { state: 'failed', outputBytes: 0 } })])
  const [{ reopened }] = await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }])
  await ledger.commit([{ op: 'adopt-batch', batch, session }])
  assert.equal(reopened, 1)
})
