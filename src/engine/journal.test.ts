import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ManualClock } from '../base/clock.ts'
import { LedgerError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cascade, LedgerOp } from '../ledger/ops.ts'
import { Journal } from './journal.ts'
import type { Walk, WalkEnd } from './walk.ts'

const retry: WalkEnd = { kind: 'retry', failure: { code: 'BUSY', message: '' }, tries: 2, waitMs: 500 }

function walkAt(step: number, ready: { readonly step: number; readonly tries: number } = { step: 0, tries: 0 }): Walk {
  const item = { seq: 7, id: 'a', version: 1, data: '{}', metadata: '{}', stamp: undefined, sizeBytes: 1, rank: 0 }
  return {
    ready: { ...item, ...ready, attempt: 0, losses: 0, results: [] },
    ...{
      item: { id: 'a', data: {}, metadata: {} },
      attempt: 1,
      file: undefined,
      names: {},
      delivered: [],
      lapses: [],
      remarks: [],
    },
    unwritten: { attempts: [], results: [], files: [] },
    ...{ result: undefined, step, isMarked: false, hasWorked: false, isReused: false, outputBytes: 0 },
  }
}

function journalOver(refuse = false, wakes: { readonly woken?: number; readonly cascade?: Cascade } = {}) {
  const calls: (readonly LedgerOp[])[] = []
  const started: Walk[] = []
  const lost: Error[] = []
  const woken: number[] = []
  const fallen: Cascade[] = []
  const heard: (readonly [count: number, last: number])[] = []
  const commit = async (ops: readonly LedgerOp[]) => {
    calls.push(ops)
    if (refuse) throw new LedgerError('LEDGER_FAILED', 'gone')
    return ops.map(({ op }, index) => (op === 'expand' ? { inserted: 2 } : { last: 7 + index, ended: 1, ...wakes }))
  }
  const journal = new Journal({
    // Only `commit` is used.
    ledger: { commit } as unknown as Ledger,
    ...{ batch: 1, clock: new ManualClock(), steadyWall: () => 10_000 },
    onStarted: (walk) => started.push(walk),
    onWoken: (step) => woken.push(step),
    onCascade: (cascade) => fallen.push(cascade),
    onAttempts: (_walk, attempts, last) => heard.push([attempts.length, last]),
    onLost: (error) => lost.push(error),
  })
  const kinds = () => calls.map((ops) => ops.map(({ op }) => op))
  return { journal, calls, kinds, started, lost, woken, heard, fallen }
}

function turnOfTheLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function settle(journal: Journal, walk: Walk, end: WalkEnd): Promise<void> {
  return new Promise((resolve, reject) => journal.settle(walk, end, (error) => (error === undefined ? resolve() : reject(error))))
}

function settled(ops: readonly LedgerOp[] | undefined) {
  const [op] = ops ?? []
  assert.ok(op?.op === 'settle')
  return op
}

test('a walk that ends before its start was sent writes no start', async () => {
  const { journal, kinds, calls } = journalOver()
  const walk = walkAt(0)
  journal.starting(walk)
  await settle(journal, walk, { kind: 'ended', state: 'succeeded' })
  await turnOfTheLoop()
  assert.deepEqual(kinds(), [['settle']])
  assert.equal(settled(calls[0]).from, 'ready')
})

test('starts of one turn go to the ledger together, and are told when it has them', async () => {
  const { journal, kinds, started, calls } = journalOver()
  const walks = [walkAt(0), walkAt(0)]
  for (const walk of walks) journal.starting(walk)
  for (const walk of walks) journal.starting(walk)
  await turnOfTheLoop()
  await turnOfTheLoop()
  assert.deepEqual(kinds(), [['start', 'start']])
  assert.deepEqual(started, walks)
  await settle(journal, walks[0] ?? walkAt(0), { kind: 'ended', state: 'succeeded' })
  assert.equal(settled(calls[1]).from, 'running')
})

test('keeping rows of a walk that was not started writes its start before them, and tells it', async () => {
  const { journal, kinds, started } = journalOver()
  const walk = walkAt(0)
  journal.starting(walk)
  await journal.keep(walk, [])
  await turnOfTheLoop()
  await journal.keep(walk, [])
  assert.deepEqual(kinds(), [['start', 'keep'], ['keep']])
  assert.deepEqual(started, [walk])
})

test('what was handed over once is not handed over again', async () => {
  const { journal, calls } = journalOver()
  const walk = walkAt(0)
  const row = { itemId: 'a', step: 's', fp: 'f', parts: '{}', state: 'done', value: '1' } as const
  await journal.keep(walk, [row])
  await settle(journal, walk, { kind: 'ended', state: 'succeeded' })
  const keep = calls[0]?.[1]
  assert.ok(keep?.op === 'keep')
  assert.deepEqual(keep.results, [row])
  assert.deepEqual(settled(calls[1]).results, [])
})

test('a retry is parked until its time, at the furthest step that the item came to', async () => {
  const { journal, calls } = journalOver()
  await settle(journal, walkAt(0, { step: 2, tries: 1 }), retry)
  await settle(journal, walkAt(3, { step: 2, tries: 1 }), retry)
  assert.deepEqual(settled(calls[0]).next, { state: 'ready', step: 2, tries: 2, due: 10_500 })
  assert.deepEqual(settled(calls[1]).next, { state: 'ready', step: 3, tries: 2, due: 10_500 })
})

test('an interrupted walk costs no try', async () => {
  const { journal, calls } = journalOver()
  await settle(journal, walkAt(1, { step: 0, tries: 1 }), { kind: 'interrupted' })
  assert.deepEqual(settled(calls[0]).next, { state: 'ready', step: 0, tries: 1 })
})

test('the result of a step that keeps none is kept when the item ends with it', async () => {
  const { journal, calls } = journalOver()
  const walk = walkAt(0)
  const row = { itemId: 'a', step: 's', fp: 'f', parts: '{}', state: 'done', value: '1' } as const
  walk.result = { step: 's', fp: 'f', value: 1, row }
  await settle(journal, walk, { kind: 'ended', state: 'succeeded' })
  const { results, next } = settled(calls[0])
  assert.deepEqual(results, [row])
  assert.deepEqual(next, { state: 'succeeded', outputBytes: 0, result: { step: 's', fp: 'f' } })
})

test('a ledger that refuses what nobody waits for is reported as lost', async () => {
  const { journal, lost } = journalOver(true)
  journal.starting(walkAt(0))
  journal.post(walkAt(0))
  await turnOfTheLoop()
  await turnOfTheLoop()
  assert.deepEqual(
    lost.map(({ message }) => message),
    ['gone', 'gone'],
  )
})

test('the ends of one turn go to the ledger together, and each is told when it is durable', async () => {
  const { journal, kinds } = journalOver()
  const ends = [1, 2, 3].map(() => settle(journal, walkAt(0), { kind: 'ended', state: 'succeeded' }))
  assert.deepEqual(kinds(), [])
  await Promise.all(ends)
  assert.deepEqual(kinds(), [['settle', 'settle', 'settle']])
})

test('a ledger that refuses ends says so to each of them', async () => {
  const { journal } = journalOver(true)
  const ends = [1, 2].map(() => settle(journal, walkAt(0), { kind: 'interrupted' }))
  for (const end of ends) await assert.rejects(end, /gone/)
})

test('an end that wakes a parent tells where that goes on, before the end itself is told', async () => {
  const { journal, woken, calls } = journalOver(false, { woken: 4 })
  const walk = { ...walkAt(2), ready: { ...walkAt(2).ready, birth: { parent: 7, born: 1, index: 0 } } }
  await settle(journal, walk, { kind: 'ended', state: 'succeeded' })
  assert.deepEqual([woken, settled(calls[0]).parent], [[4], 7])
})

test('what ended and what became ready by an end is told', async () => {
  const end = { seq: 3, id: 'c', state: 'skipped', code: 'DEPENDENCY_FAILED', reason: 'because "a" failed' } as const
  const cascade = { released: 1, failed: 0, skipped: 1, ends: [end] }
  const { journal, woken, fallen } = journalOver(false, { cascade })
  await settle(journal, walkAt(0), { kind: 'ended', state: 'succeeded' })
  await turnOfTheLoop()
  assert.deepEqual([woken, fallen], [[0], [cascade]])
})

test('an item that waits for its parts is written at the step where it goes on', async () => {
  const { journal, calls } = journalOver()
  await settle(journal, walkAt(1), { kind: 'waiting', step: 3 })
  assert.deepEqual(settled(calls[0]).next, { state: 'waiting', step: 3 })
})

test('parts are written behind the start of the walk and what it has made', async () => {
  const { journal, kinds } = journalOver()
  const walk = walkAt(1)
  const chunk = { born: 1, inner: true, children: [], from: 0, done: true }
  assert.deepEqual(await journal.expand(walk, chunk), { inserted: 2 })
  await journal.expand(walk, chunk)
  assert.deepEqual(kinds(), [
    ['start', 'keep', 'expand'],
    ['keep', 'expand'],
  ])
})

test('attempts are heard of when the ledger has them, with the place of the last one', async () => {
  const { journal, heard } = journalOver()
  const attempt = { step: 0, n: 1, outcome: 'succeeded', reused: false, started: 0, ms: 1 } as const
  const walks = [walkAt(0), walkAt(0), walkAt(0)]
  walks[0]?.unwritten.attempts.push(attempt)
  walks[2]?.unwritten.attempts.push(attempt, attempt)
  await Promise.all(walks.map((walk) => settle(journal, walk, { kind: 'ended', state: 'succeeded' })))
  assert.deepEqual(heard, [
    [1, 7],
    [2, 9],
  ])
})
