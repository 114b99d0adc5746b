import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { OpenEmpty } from './ledger.ts'
import { addItems, attempt, batchOf, endedIds, newItem, settle } from './ledger-builder.ts'

export function testLedgerQueries(name: string, open: OpenEmpty): void {
  test(`${name}: batches come newest first, with everything a resume needs`, async (t) => {
    const ledger = await open(t)
    await batchOf(ledger, [], { name: 'one' })
    const two = await batchOf(ledger, ['a'], { name: 'two', pipelineJson: '{"x":1}', codeJson: '{"m":"h"}', outputRoot: '/o' })
    await ledger.commit([{ op: 'batch-state', batch: two, state: 'failed', reason: 'too many failures', ended: 77 }])
    const [newest, oldest] = await ledger.read({ get: 'batches', limit: 5 })
    assert.deepEqual([newest?.name, oldest?.name], ['two', 'one'])
    assert.deepEqual([newest?.state, newest?.reason, newest?.ended, newest?.total], ['failed', 'too many failures', 77, 1])
    assert.deepEqual([newest?.pipelineJson, newest?.codeJson, newest?.stepNames], ['{"x":1}', '{"m":"h"}', ['read', 'write']])
    assert.equal((await ledger.read({ get: 'batches', limit: 1 })).length, 1)
  })

  test(`${name}: items are found by state and by id, page by page in the order they came`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c', 'd', 'e'])
    const failure = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
    await ledger.commit([settle(batch, 4, { next: failure }), settle(batch, 2), settle(batch, 1, { next: failure })])
    const ids = async (ask: {
      states?: readonly ('failed' | 'ready' | 'succeeded')[]
      ids?: readonly string[]
      after?: number
      limit?: number
    }) => (await ledger.read({ get: 'items', batch, after: 0, limit: 9, ...ask })).map(({ id }) => id)
    assert.deepEqual(await ids({}), ['a', 'b', 'c', 'd', 'e'])
    assert.deepEqual(await ids({ after: 2, limit: 2 }), ['c', 'd'])
    assert.deepEqual(await ids({ states: ['failed'] }), ['a', 'd'])
    assert.deepEqual(await ids({ states: ['failed', 'succeeded'], after: 1 }), ['b', 'd'])
    assert.deepEqual(await ids({ states: ['ready'], limit: 1 }), ['c'])
    assert.deepEqual(await ids({ ids: ['e', 'a', 'nobody'] }), ['a', 'e'])
    assert.deepEqual(await ids({ ids: ['e', 'a'], states: ['failed'] }), ['a'])
  })

  test(`${name}: ends are paged by their cursor`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    const [first] = await ledger.commit([settle(batch, 3), settle(batch, 1), settle(batch, 2)])
    assert.deepEqual(await endedIds(ledger, batch), ['c', 'a', 'b'])
    assert.deepEqual(await endedIds(ledger, batch, first.ended), ['a', 'b'])
  })

  test(`${name}: attempts and ends of one batch do not show those of another`, async (t) => {
    const ledger = await open(t)
    const one = await batchOf(ledger, ['a'], { name: 'one' })
    const two = await batchOf(ledger, ['a'], { name: 'two' })
    await ledger.commit([settle(two, 1), settle(one, 1, { attempts: [attempt({ notes: '{"w":2}', error: '{}', code: 'W' })] })])
    const [row, ...more] = await ledger.read({ get: 'attempts', batch: one, after: 0, limit: 9 })
    assert.deepEqual([row?.seq, row?.itemId, row?.notes, row?.error, row?.code, more], [1, 'a', '{"w":2}', '{}', 'W', []])
    assert.deepEqual([await endedIds(ledger, one), await endedIds(ledger, two)], [['a'], ['a']])
  })

  test(`${name}: progress counts attempts per step and names the steps that nothing has reached`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    const walk = [attempt({ reused: true, ms: 0 }), attempt({ step: 1, outcome: 'failed', ms: 2.5 })]
    const next = { state: 'failed', code: 'E', reason: 'no', outputBytes: 0 } as const
    await ledger.commit([settle(batch, 1, { attempts: walk, next }), { op: 'start', batch, seq: 2, attempt: 1, step: 0, at: 5 }])
    const none = { succeeded: 0, failed: 0, skipped: 0, reused: 0, running: 0, retries: 0, ms: 0 }
    assert.deepEqual(await ledger.read({ get: 'steps', batch }), [
      { ...none, step: 0, name: 'read', succeeded: 1, reused: 1, running: 1 },
      { ...none, step: 1, name: 'write', failed: 1, ms: 2.5 },
    ])
  })

  test(`${name}: failures are grouped by step, code and message, most frequent first`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    const failed = (code: string) => ({
      attempts: [attempt({ outcome: 'failed' as const })],
      next: { state: 'failed' as const, code, reason: `because ${code}`, outputBytes: 0 },
    })
    await ledger.commit([settle(batch, 1, failed('X')), settle(batch, 2, failed('Y')), settle(batch, 3, failed('Y'))])
    assert.deepEqual(await ledger.read({ get: 'failures', batch, limit: 9 }), [
      { step: 0, code: 'Y', message: 'because Y', count: 2, sampleIds: ['b', 'c'] },
      { step: 0, code: 'X', message: 'because X', count: 1, sampleIds: ['a'] },
    ])
  })

  test(`${name}: a batch is compared with the one before it of the same pipeline`, async (t) => {
    const ledger = await open(t)
    await batchOf(ledger, ['same', 'gone'], { name: 'one' })
    await batchOf(ledger, ['elsewhere'], { name: 'other', pipeline: 'q' })
    const two = await batchOf(ledger, ['same', 'new'], { name: 'two' })
    await addItems(ledger, two, [newItem('late')])
    const changes = await ledger.read({ get: 'changes', batch: two })
    assert.deepEqual(changes, { added: 2, changed: 0, removed: 1, previous: 'one' })
    const three = await batchOf(ledger, [], { name: 'three' })
    await addItems(ledger, three, [newItem('same', { data: '"edited"' }), newItem('new', { stamp: '{}' }), newItem('late')])
    assert.deepEqual(await ledger.read({ get: 'changes', batch: three }), { added: 0, changed: 2, removed: 0, previous: 'two' })
  })
}
