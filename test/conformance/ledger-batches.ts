import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LedgerError } from '../../src/base/errors.ts'
import type { OpenEmpty } from './ledger.ts'
import { attempt, batchOf, counts, endedIds, newBatch, readyIds, result, session, settle } from './ledger-builder.ts'

const hasCode = (code: string) => (error: unknown) => error instanceof LedgerError && error.code === code

export function testLedgerBatches(name: string, open: OpenEmpty): void {
  test(`${name}: a batch id is given once, and an unknown batch is refused`, async (t) => {
    const ledger = await open(t)
    await batchOf(ledger, [])
    await assert.rejects(ledger.commit([{ op: 'open-batch', batch: newBatch(), session }]), hasCode('BATCH_EXISTS'))
    await assert.rejects(ledger.commit([{ op: 'batch-state', batch: 99, state: 'paused' }]), hasCode('NO_BATCH'))
    assert.equal((await ledger.read({ get: 'batch', batch: 99 })) ?? undefined, undefined)
  })

  test(`${name}: who takes a batch over finds running items ready again, behind all others, with a lost attempt`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b'])
    await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 12 }])
    const [answer] = await ledger.commit([{ op: 'adopt-batch', batch, session: { ...session, pid: 2 } }])
    assert.deepEqual([answer.lost, answer.crashed], [1, 0])
    assert.deepEqual(await counts(ledger, batch), { ready: 2 })
    const [lost] = await ledger.read({ get: 'attempts', batch, seq: 1, after: 0, limit: 9 })
    const [other, item] = await ledger.window({ batch, step: 0, limit: 2 })
    assert.equal(other?.id, 'b')
    const sessions = await ledger.read({ get: 'sessions', batch })
    assert.deepEqual([lost?.outcome, item?.attempt, item?.tries], ['lost', 1, 0])
    assert.deepEqual(
      sessions.map(({ pid, epoch }) => [pid, epoch]),
      [
        [1, 1],
        [2, 2],
      ],
    )
    await assert.rejects(ledger.commit([settle(batch, 1, { from: 'running' })]), hasCode('STALE'))
  })

  test(`${name}: an item that was running at three deaths of its owner is failed as the cause`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['poison'])
    for (const attempt of [1, 2, 3]) {
      await ledger.commit([{ op: 'start', batch, seq: 1, attempt, step: 0, at: 12 }])
      await ledger.commit([{ op: 'adopt-batch', batch, session }])
    }
    const [item] = await ledger.read({ get: 'items', batch, after: 0, limit: 1 })
    assert.deepEqual([item?.state, item?.code, item?.losses], ['failed', 'CRASHED', 3])
    assert.deepEqual(await counts(ledger, batch), { failed: 1 })
    assert.deepEqual(await endedIds(ledger, batch), ['poison'])
  })

  test(`${name}: what was reopened ends again, and shows up by its newest end only`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    const failure = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
    const failed = { attempts: [attempt({ outcome: 'failed', step: 1 })], next: failure }
    await ledger.commit([settle(batch, 1, failed), settle(batch, 2), settle(batch, 3, failed)])
    const [{ reopened }] = await ledger.commit([{ op: 'reopen', batch, states: ['failed', 'skipped'], seqs: [1, 2] }])
    assert.equal(reopened, 1)
    assert.deepEqual(await endedIds(ledger, batch), ['b', 'c'])
    const [item] = await ledger.window({ batch, step: 0, limit: 9 })
    assert.deepEqual([item?.id, item?.tries, item?.attempt], ['a', 0, 1])
    await ledger.commit([settle(batch, 1, { attempt: 2 })])
    assert.deepEqual(await endedIds(ledger, batch), ['b', 'c', 'a'])
    assert.equal((await ledger.read({ get: 'attempts', batch, seq: 1, after: 0, limit: 9 })).length, 2)
    assert.equal((await ledger.read({ get: 'steps', batch }))[1]?.failed, 1)
    assert.equal((await ledger.commit([{ op: 'reopen', batch, states: ['failed'] }]))[0].reopened, 1)
    assert.deepEqual(await counts(ledger, batch), { succeeded: 2, ready: 1 })
  })

  test(`${name}: cancelling ends everything that has not ended, each with a place in the order of ends`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    await ledger.commit([settle(batch, 2), { op: 'start', batch, seq: 3, attempt: 1, step: 0, at: 12 }])
    const [{ cancelled }] = await ledger.commit([{ op: 'cancel-pending', batch, reason: 'asked to', at: 50 }])
    assert.equal(cancelled, 2)
    assert.deepEqual(await counts(ledger, batch), { cancelled: 2, succeeded: 1 })
    assert.deepEqual(await endedIds(ledger, batch), ['b', 'a', 'c'])
    assert.deepEqual(await readyIds(ledger, batch), [])
    assert.equal((await ledger.commit([{ op: 'reopen', batch, states: ['cancelled'] }]))[0].reopened, 2)
  })

  for (const [verdict, state, left] of [
    ['done', 'ready', ['done']],
    ['again', 'ready', []],
    ['fail', 'failed', []],
  ] as const)
    test(`${name}: an item in review that a person calls "${verdict}" is ${state}`, async (t) => {
      const ledger = await open(t)
      const batch = await batchOf(ledger, ['a'])
      const next = { state: 'review', code: 'UNKNOWN', outputBytes: 0 } as const
      const unknown = result('a', { state: 'unknown', value: '' })
      await ledger.commit([settle(batch, 1, { attempts: [attempt({ outcome: 'review' })], results: [unknown], next })])
      const [answer] = await ledger.commit([{ op: 'decide', batch, seq: 1, verdict, at: 60 }])
      assert.equal(answer.state, state)
      assert.deepEqual(await counts(ledger, batch), { [state]: 1 })
      const results = await ledger.read({ get: 'results', itemId: 'a' })
      assert.deepEqual(
        results.map((row) => row.state),
        left,
      )
      await assert.rejects(ledger.commit([{ op: 'decide', batch, seq: 1, verdict, at: 61 }]), hasCode('NOT_IN_REVIEW'))
    })

  test(`${name}: garbage collection drops old items and attempts; history, results and young batches stay`, async (t) => {
    const ledger = await open(t)
    const value = JSON.stringify('v'.repeat(5_000))
    const old = await batchOf(ledger, ['a', 'gone'], { name: 'old', created: 1 })
    await ledger.commit([settle(old, 1, { results: [result('a', { value })] })])
    await ledger.commit([settle(old, 2, { results: [result('gone', { value: JSON.stringify('g'.repeat(5_000)) })] })])
    await ledger.commit([{ op: 'batch-state', batch: old, state: 'completed', ended: 40 }])
    const young = await batchOf(ledger, ['a'], { name: 'young', created: 2 })
    const kept = await ledger.commit([{ op: 'collect-garbage', keepBatches: 1, olderThan: 1, forget: false }])
    assert.deepEqual(kept[0], { batches: 0, rows: 0, blobs: 0 })
    const [dropped] = await ledger.commit([{ op: 'collect-garbage', keepBatches: 1, olderThan: 5, forget: true }])
    assert.deepEqual(dropped, { batches: 1, rows: 7, blobs: 1 })
    assert.deepEqual(await ledger.read({ get: 'items', batch: old, after: 0, limit: 9 }), [])
    assert.deepEqual([await counts(ledger, old), await counts(ledger, young)], [{ succeeded: 2 }, { ready: 1 }])
    const [item] = await ledger.window({ batch: young, step: 0, limit: 9 })
    assert.equal(await ledger.read({ get: 'blob', sha256: item?.results[0]?.blob ?? '' }), value)
  })
}
