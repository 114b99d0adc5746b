import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Expand } from '../../src/ledger/family-rows.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import type { Settle } from '../../src/ledger/ops.ts'
import type { OpenEmpty } from './ledger.ts'
import { attempt, batchOf, counts, endedIds, readyIds, result, session, settle } from './ledger-builder.ts'

const steps = { stepNames: ['split', 'work', 'merge', 'write'] }

function expand(batch: number, ids: readonly string[], fields: Partial<Expand> = {}): Expand {
  const children = ids.map((id) => ({ id, data: `"${id}"`, sizeBytes: 3 }))
  const fixed = { op: 'expand', batch, seq: 1, attempt: 1, born: 0, inner: true, from: 0 } as const
  const names = fields.from === undefined ? { names: '{"content":"abc"}' } : {}
  return { ...fixed, ...names, children, done: true, ...fields }
}

/** Item `a` has begun; nothing is written of its parts yet. */
async function walkingParent(ledger: Ledger): Promise<number> {
  const batch = await batchOf(ledger, ['a'], steps)
  await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 12 }])
  return batch
}

/** Item `a` waits for `a/0001` and `a/0002`. */
async function waitingParent(ledger: Ledger): Promise<number> {
  const batch = await walkingParent(ledger)
  await ledger.commit([expand(batch, ['a/0001', 'a/0002']), waits(batch)])
  return batch
}

function waits(batch: number, fields: Partial<Settle> = {}): Settle {
  return settle(batch, 1, { from: 'running', next: { state: 'waiting', step: 2 }, ...fields })
}

function endOfPart(batch: number, seq: number, fields: Partial<Settle> = {}): Settle {
  return settle(batch, seq, { attempts: [attempt({ step: 1 })], parent: 1, ...fields })
}

const failed = {
  next: { state: 'failed', code: 'BAD', reason: 'no', outputBytes: 0 },
  attempts: [attempt({ step: 1, outcome: 'failed' })],
} as const

export function testLedgerFamilies(name: string, open: OpenEmpty): void {
  test(`${name}: parts are items of the batch, at the step behind the one that made them`, async (t) => {
    const ledger = await open(t)
    const batch = await walkingParent(ledger)
    const [{ inserted }] = await ledger.commit([expand(batch, ['a/0001', 'a/0002'])])
    const [first, second] = await ledger.window({ batch, step: 1, limit: 9 })
    assert.equal(inserted, 2)
    assert.deepEqual([first?.id, first?.data, first?.birth], ['a/0001', '"a/0001"', { parent: 1, born: 0, index: 0 }])
    assert.deepEqual(second?.birth, { parent: 1, born: 0, index: 1 })
    const row = await ledger.read({ get: 'batch', batch })
    assert.deepEqual([row?.total, row?.children, row?.counts.ready, row?.counts.running], [3, 2, 2, 1])
    assert.equal(await ledger.read({ get: 'family-names', batch, seq: 1, born: 0 }), '{"content":"abc"}')
  })

  test(`${name}: parts that are there already are ignored, so that a chunk may come again`, async (t) => {
    const ledger = await open(t)
    const batch = await walkingParent(ledger)
    await ledger.commit([expand(batch, ['a/0001', 'a/0002'], { done: false })])
    assert.deepEqual(await ledger.read({ get: 'family', batch, seq: 1, born: 0 }), { isComplete: false, open: 2 })
    const [again] = await ledger.commit([expand(batch, ['a/0001', 'a/0002', 'a/0003'])])
    assert.deepEqual(again, { inserted: 1 })
    assert.deepEqual(await ledger.read({ get: 'family', batch, seq: 1, born: 0 }), { isComplete: true, open: 3 })
  })

  test(`${name}: an id that another item has is told, and the family is not complete`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'a/0002'], steps)
    await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 12 }])
    const [answer] = await ledger.commit([expand(batch, ['a/0001', 'a/0002', 'a/0003'])])
    assert.deepEqual(answer, { inserted: 1, taken: 'a/0002' })
    assert.equal((await ledger.read({ get: 'family', batch, seq: 1, born: 0 }))?.isComplete, false)
  })

  test(`${name}: only an item that walks gets parts`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'], steps)
    await assert.rejects(ledger.commit([expand(batch, ['a/0001'])]), { code: 'STALE' })
    assert.deepEqual(await counts(ledger, batch), { ready: 1 })
  })

  test(`${name}: an item waits for its parts, and the end of the last one makes it ready where it goes on`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    assert.deepEqual(await counts(ledger, batch), { waiting: 1, ready: 2 })
    const [first, second] = [await ledger.commit([endOfPart(batch, 2)]), await ledger.commit([endOfPart(batch, 3, failed)])]
    assert.deepEqual([first[0].woken, second[0].woken], [undefined, 2])
    assert.deepEqual(await readyIds(ledger, batch, 2), ['a'])
    assert.deepEqual(await counts(ledger, batch), { ready: 1, succeeded: 1, failed: 1 })
  })

  test(`${name}: an item whose parts have all ended by then does not wait`, async (t) => {
    const ledger = await open(t)
    const batch = await walkingParent(ledger)
    await ledger.commit([expand(batch, ['a/0001']), endOfPart(batch, 2)])
    const [answer] = await ledger.commit([waits(batch)])
    assert.deepEqual([answer.ended, answer.woken], [undefined, 2])
    assert.deepEqual(await counts(ledger, batch), { ready: 1, succeeded: 1 })
  })

  test(`${name}: a retry of a part is no end`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    await ledger.commit([endOfPart(batch, 2, { next: { state: 'ready', step: 1, tries: 1 } })])
    assert.equal((await ledger.read({ get: 'family', batch, seq: 1, born: 0 }))?.open, 2)
  })

  test(`${name}: parts are read in the order of the split, with what they made`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    const made = result('a/0002', { step: 'work', value: '"B"' })
    const next = { state: 'succeeded', result: { step: made.step, fp: made.fp }, outputBytes: 0 } as const
    await ledger.commit([endOfPart(batch, 3, { results: [made], next }), endOfPart(batch, 2, failed)])
    const rows = await ledger.read({ get: 'children', batch, seq: 1, born: 0, after: -1, limit: 9 })
    assert.deepEqual(
      rows.map(({ index, id, state, code, value }) => [index, id, state, code, value]),
      [
        [0, 'a/0001', 'failed', 'BAD', undefined],
        [1, 'a/0002', 'succeeded', undefined, '"B"'],
      ],
    )
    assert.deepEqual(await ledger.read({ get: 'children', batch, seq: 1, born: 0, after: 1, limit: 9 }), [])
    assert.deepEqual(await ledger.read({ get: 'children', batch, seq: 1, born: 5, after: -1, limit: 9 }), [])
  })

  test(`${name}: what is put together again, and what its parts stand for, is no output`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b'], steps)
    const starts = [1, 2].map((seq) => ({ op: 'start', batch, seq, attempt: 1, step: 0, at: 12 }) as const)
    const replaced = { state: 'succeeded', isReplaced: true, outputBytes: 0 } as const
    await ledger.commit([
      ...starts,
      expand(batch, ['a/0001']),
      expand(batch, ['b/0001'], { seq: 2, inner: false }),
      settle(batch, 2, { from: 'running', next: replaced }),
      endOfPart(batch, 3),
      endOfPart(batch, 4, { parent: 2 }),
    ])
    assert.deepEqual(await endedIds(ledger, batch), ['b/0001'])
    const all = await ledger.read({ get: 'ended', batch, after: 0, limit: 9, inner: true })
    assert.deepEqual(
      all.map(({ id, isInner = false }) => [id, isInner]),
      [
        ['b', true],
        ['a/0001', true],
        ['b/0001', false],
      ],
    )
  })

  test(`${name}: a failed part that is reopened reopens what ended without it`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    const partsFailed = { state: 'failed', code: 'PARTS_FAILED', outputBytes: 0 } as const
    await ledger.commit([endOfPart(batch, 2), endOfPart(batch, 3, failed)])
    const merged = { attempt: 2, attempts: [attempt({ step: 2, outcome: 'failed' })], next: partsFailed } as const
    await ledger.commit([settle(batch, 1, merged)])
    const [{ reopened }] = await ledger.commit([{ op: 'reopen', batch, states: ['failed'], seqs: [3] }])
    assert.equal(reopened, 2)
    assert.deepEqual(await counts(ledger, batch), { ready: 2, succeeded: 1 })
    assert.deepEqual([await readyIds(ledger, batch, 0), await readyIds(ledger, batch, 1)], [['a'], ['a/0002']])
    assert.equal((await ledger.read({ get: 'family', batch, seq: 1, born: 0 }))?.open, 1)
  })

  test(`${name}: an item that is reopened by itself takes its failed parts along`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    await ledger.commit([endOfPart(batch, 2), endOfPart(batch, 3, failed)])
    await ledger.commit([settle(batch, 1, { attempt: 2, ...failed })])
    await ledger.commit([{ op: 'reopen', batch, states: ['failed'], seqs: [1] }])
    assert.deepEqual(await counts(ledger, batch), { ready: 2, succeeded: 1 })
  })

  test(`${name}: a part that a person sends back from review reopens its parent`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    const doubt = { attempts: [attempt({ step: 1, outcome: 'review' })], next: { state: 'review', outputBytes: 0 } } as const
    await ledger.commit([endOfPart(batch, 2), endOfPart(batch, 3, doubt)])
    assert.deepEqual(await readyIds(ledger, batch, 2), ['a'])
    await ledger.commit([settle(batch, 1, { attempt: 2, ...failed })])
    await ledger.commit([{ op: 'decide', batch, seq: 3, verdict: 'again', at: 60 }])
    assert.deepEqual(await counts(ledger, batch), { ready: 2, succeeded: 1 })
    assert.equal((await ledger.read({ get: 'family', batch, seq: 1, born: 0 }))?.open, 1)
  })

  test(`${name}: a part that kills its process a third time lets its parent go on`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    await ledger.commit([endOfPart(batch, 2)])
    for (const n of [1, 2, 3]) {
      await ledger.commit([{ op: 'start', batch, seq: 3, attempt: n, step: 1, at: 20 }])
      await ledger.commit([{ op: 'adopt-batch', batch, session }])
    }
    assert.deepEqual(await counts(ledger, batch), { ready: 1, succeeded: 1, failed: 1 })
    assert.deepEqual(await readyIds(ledger, batch, 2), ['a'])
  })

  test(`${name}: a parent that was lost begins again, and so does a part, each at its own first step`, async (t) => {
    const ledger = await open(t)
    const batch = await walkingParent(ledger)
    await ledger.commit([
      expand(batch, ['a/0001', 'a/0002']),
      { op: 'start', batch, seq: 2, attempt: 1, step: 1, at: 20 },
      { op: 'adopt-batch', batch, session },
    ])
    assert.deepEqual([await readyIds(ledger, batch, 0), await readyIds(ledger, batch, 1)], [['a'], ['a/0002', 'a/0001']])
  })

  test(`${name}: cancelling ends parents and parts alike, and nobody waits`, async (t) => {
    const ledger = await open(t)
    const batch = await waitingParent(ledger)
    await ledger.commit([{ op: 'cancel-pending', batch, reason: 'enough', at: 50 }])
    assert.deepEqual(await counts(ledger, batch), { cancelled: 3 })
    assert.equal((await ledger.read({ get: 'family', batch, seq: 1, born: 0 }))?.open, 0)
  })

  test(`${name}: many parts with long names and data come back whole`, async (t) => {
    const ledger = await open(t)
    const batch = await walkingParent(ledger)
    const ids = Array.from({ length: 5_000 }, (_, n) => `a/${String(n + 1).padStart(4, '0')}`)
    const names = JSON.stringify({ content: 'x'.repeat(100_000) })
    await ledger.commit([expand(batch, ids, { names, done: false }), expand(batch, ['a/5001'], { from: 5_000 })])
    assert.equal(await ledger.read({ get: 'family-names', batch, seq: 1, born: 0 }), names)
    const [last] = await ledger.read({ get: 'children', batch, seq: 1, born: 0, after: 4_999, limit: 9 })
    assert.deepEqual([last?.index, last?.id], [5_000, 'a/5001'])
  })
}
