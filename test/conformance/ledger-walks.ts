import assert from 'node:assert/strict'
import { test } from 'node:test'
import { LedgerError } from '../../src/base/errors.ts'
import type { OpenEmpty } from './ledger.ts'
import { attempt, batchOf, counts, endedIds, readyIds, result, settle } from './ledger-builder.ts'

const isStale = (error: unknown) => error instanceof LedgerError && error.code === 'STALE'

export function testLedgerWalks(name: string, open: OpenEmpty): void {
  test(`${name}: an item walks from ready over running to its end, with its result`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'])
    await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 12 }])
    assert.deepEqual(await counts(ledger, batch), { running: 1 })
    await ledger.commit([{ op: 'keep', batch, seq: 1, attempt: 1, attempts: [attempt()], results: [result('a')], files: [] }])
    const done = result('a', { step: 'write', fp: 'e'.repeat(64), value: '{"ok":true}' })
    const next = { state: 'succeeded', result: { step: done.step, fp: done.fp }, outputBytes: 5 } as const
    const [answer] = await ledger.commit([
      settle(batch, 1, { from: 'running', attempts: [attempt({ step: 1, ms: 2 })], results: [done], next }),
    ])
    const [end] = await ledger.read({ get: 'ended', batch, after: 0, limit: 9 })
    assert.deepEqual(await counts(ledger, batch), { succeeded: 1 })
    assert.deepEqual([end?.ended, end?.value, end?.outputBytes, end?.ms], [answer.ended, '{"ok":true}', 5, 3])
  })

  test(`${name}: a walk that is too late changes nothing, and spoils nothing that came with it`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    await ledger.commit([settle(batch, 1)])
    const late = [
      ledger.commit([settle(batch, 1)]),
      ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 40 }]),
      ledger.commit([{ op: 'keep', batch, seq: 1, attempt: 1, attempts: [attempt()], results: [], files: [] }]),
      ledger.commit([settle(batch, 2, { attempt: 2 })]),
    ]
    const good = ledger.commit([settle(batch, 3)])
    for (const walk of late) await assert.rejects(walk, isStale)
    assert.equal((await good)[0].ended, 2)
    assert.deepEqual(await counts(ledger, batch), { succeeded: 2, ready: 1 })
    assert.equal((await ledger.read({ get: 'attempts', batch, after: 0, limit: 9 })).length, 2)
  })

  test(`${name}: the ops of one call become true together or not at all`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b'])
    await assert.rejects(ledger.commit([settle(batch, 1, { results: [result('a')] }), settle(batch, 2, { attempt: 5 })]), isStale)
    assert.deepEqual(await counts(ledger, batch), { ready: 2 })
    assert.deepEqual(await ledger.read({ get: 'results', itemId: 'a' }), [])
    assert.deepEqual(await endedIds(ledger, batch), [])
  })

  test(`${name}: a retry waits parked until it is due, then starts again at its step`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'])
    const failedOnce = attempt({ step: 1, outcome: 'retry', code: 'BUSY' })
    await ledger.commit([settle(batch, 1, { attempts: [failedOnce], next: { state: 'ready', step: 1, tries: 1, due: 500 } })])
    assert.deepEqual(await readyIds(ledger, batch, 1), [])
    assert.deepEqual(await ledger.read({ get: 'parked', batch }), { count: 1, nextDue: 500 })
    const [early, due] = await ledger.commit([
      { op: 'unpark', batch, at: 499 },
      { op: 'unpark', batch, at: 500 },
    ])
    assert.deepEqual([early.woken, early.nextDue, due.woken, due.nextDue ?? undefined], [0, 500, 1, undefined])
    const [item] = await ledger.window({ batch, step: 1, limit: 9 })
    assert.deepEqual([item?.tries, item?.attempt, item?.step], [1, 1, 1])
    await ledger.commit([settle(batch, 1, { attempt: 2, attempts: [attempt({ step: 1, n: 2 })] })])
    const steps = await ledger.read({ get: 'steps', batch })
    assert.deepEqual([steps[1]?.retries, steps[1]?.succeeded, steps[1]?.name], [1, 1, 'write'])
  })

  test(`${name}: the window pages in the order of rank, then seq, with what is kept of each item`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a', 'b', 'c'])
    await ledger.commit([settle(batch, 1, { results: [result('b', { value: '"kept"', files: '[]' })] })])
    const [first] = await ledger.window({ batch, step: 0, limit: 1 })
    assert.deepEqual([first?.id, first?.results.length, first?.results[0]?.value], ['b', 1, '"kept"'])
    const rest = await ledger.window({ batch, step: 0, after: { rank: 0, seq: 2 }, limit: 9 })
    assert.deepEqual(
      rest.map(({ id }) => id),
      ['c'],
    )
  })

  test(`${name}: an end without an attempt has one to show for it`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'])
    const next = { state: 'skipped', reason: 'a hook said so', outputBytes: 0 } as const
    const [{ ended }] = await ledger.commit([settle(batch, 1, { attempts: [], next })])
    const [row] = await ledger.read({ get: 'attempts', batch, seq: 1, after: 0, limit: 9 })
    assert.deepEqual([row?.rowid, row?.step, row?.outcome], [ended, -1, 'skipped'])
  })

  test(`${name}: a value too long for the row comes back from its blob`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'])
    const value = JSON.stringify('é'.repeat(5_000))
    const long = result('a', { value })
    const next = { state: 'succeeded', result: { step: long.step, fp: long.fp }, outputBytes: 0 } as const
    await ledger.commit([settle(batch, 1, { results: [long], next })])
    const [end] = await ledger.read({ get: 'ended', batch, after: 0, limit: 9 })
    assert.equal(end?.value ?? undefined, undefined)
    assert.equal(await ledger.read({ get: 'blob', sha256: end?.blob ?? '' }), value)
    assert.equal((await ledger.read({ get: 'blob', sha256: '0'.repeat(64) })) ?? undefined, undefined)
  })

  test(`${name}: a result is one row per item, step and fingerprint: written again it is replaced`, async (t) => {
    const ledger = await open(t)
    const batch = await batchOf(ledger, ['a'])
    const sent = result('a', { state: 'unknown', key: 'k1', value: 'null' })
    await ledger.commit([{ op: 'start', batch, seq: 1, attempt: 1, step: 0, at: 12 }])
    await ledger.commit([{ op: 'keep', batch, seq: 1, attempt: 1, attempts: [], results: [sent], files: [] }])
    await ledger.commit([
      settle(batch, 1, { from: 'running', results: [result('a', { key: 'k1', value: '7', parts: '{"x":1}' })] }),
    ])
    const rows = await ledger.read({ get: 'results', itemId: 'a' })
    assert.deepEqual(
      rows.map(({ state, key, value, fp, parts }) => ({ state, key, value, fp, parts })),
      [{ state: 'done', key: 'k1', value: '7', fp: 'f'.repeat(64), parts: '{"x":1}' }],
    )
  })
}
