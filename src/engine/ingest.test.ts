import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { BatchError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cascade, Ingest as IngestOp, LedgerOp } from '../ledger/ops.ts'
import type { SourceEntry } from '../sources/source.ts'
import { Ingest, type IngestedRows, type IngestSetting } from './ingest.ts'

function entries(count: number): SourceEntry[] {
  return Array.from({ length: count }, (_, n) => ({
    ...({ kind: 'item', idIsHash: false, metadata: {}, sizeBytes: n % 7, priority: n % 3 } as const),
    id: `i${n}`,
    data: n,
  }))
}

/** Answers as the ledger would, and keeps what it was told; the chunk at `failsAt` does not fit on the disk. */
function ledgerThat(failsAt = -1, answer: { readonly cascade?: Cascade } = {}) {
  const ops: IngestOp[] = []
  const state = { writing: 0, mostAtOnce: 0 }
  const commit = async ([op]: readonly LedgerOp[]) => {
    assert.ok(op?.op === 'ingest')
    state.mostAtOnce = Math.max(state.mostAtOnce, ++state.writing)
    await new Promise((resolve) => setImmediate(resolve))
    state.writing -= 1
    if (ops.length === failsAt) throw new BatchError('DISK_FULL', 'no space is left')
    ops.push(op)
    const failed = op.items.flatMap(({ id, sizeBytes, broken }) => (broken === undefined ? [] : [{ id, sizeBytes, ...broken }]))
    const skipped = op.items.flatMap(({ id, sizeBytes, skipped: why }) => (why === undefined ? [] : [{ id, sizeBytes, ...why }]))
    return [{ inserted: op.items.length, duplicates: 0, failed, skipped, ...answer }]
  }
  // Only `commit` is used by an ingest.
  return { ops, state, ledger: { commit } as unknown as Ledger }
}

function setting(given: Partial<IngestSetting> & Pick<IngestSetting, 'ledger'>, list: readonly SourceEntry[]): IngestSetting {
  const source = {
    envelope: {},
    read: async function* (skip: number) {
      yield* list.slice(skip)
    },
    close: async () => undefined,
  }
  return {
    ...{ batch: 1, source, position: 0, taken: 0, options: { order: 'given' }, wanted: () => true, clock: systemClock },
    ...{ signal: new AbortController().signal, onRows: () => undefined },
    ...given,
  }
}

test('entries go to the ledger in chunks, one at a time, each with the place behind it', async () => {
  const { ops, state, ledger } = ledgerThat()
  const rows: IngestedRows[] = []
  await new Ingest(setting({ ledger, onRows: (told) => rows.push(told) }, entries(12_000))).run()
  assert.deepEqual(
    ops.flatMap(({ items }) => items.map(({ id }) => id)),
    entries(12_000).map(({ id }) => id),
  )
  let place = 0
  for (const op of ops) {
    place += op.items.length
    assert.equal(op.position, place)
  }
  assert.deepEqual(
    ops.map(({ done }) => done),
    ops.map((_, index) => index === ops.length - 1),
  )
  assert.equal(state.mostAtOnce, 1)
  assert.equal(
    rows.reduce((sum, { inserted }) => sum + inserted, 0),
    12_000,
  )
})

test('nothing is written behind a chunk that could not be', async () => {
  const { ops, ledger } = ledgerThat(1)
  await assert.rejects(new Ingest(setting({ ledger }, entries(30_000))).run(), { code: 'DISK_FULL' })
  assert.equal(ops.length, 1)
  assert.ok(ops.every(({ done }) => !done))
})

test('a chunk that fails while the source has nothing more to say still fails the ingest', async () => {
  const { ops, ledger } = ledgerThat(0)
  const source = {
    envelope: {},
    read: async function* () {
      yield* entries(10)
      await systemClock.sleep(60)
    },
    close: async () => undefined,
  }
  await assert.rejects(new Ingest(setting({ ledger, source }, [])).run(), { code: 'DISK_FULL' })
  assert.deepEqual(ops, [])
})

test('a slow source is not waited for: what has come is handed over', async () => {
  const { ops, ledger } = ledgerThat()
  const seen: number[] = []
  const source = {
    envelope: {},
    read: async function* () {
      yield* entries(2)
      while (ops.length === 0) await systemClock.sleep(5)
      seen.push(ops[0]?.items.length ?? 0)
    },
    close: async () => undefined,
  }
  await new Ingest(setting({ ledger, source }, [])).run()
  assert.deepEqual(seen, [2])
})

test('a resume starts behind the entries that were read, and `limit` counts those that were taken', async () => {
  const { ops, ledger } = ledgerThat()
  await new Ingest(setting({ ledger, position: 5, taken: 5, options: { order: 'given', limit: 8 } }, entries(20))).run()
  assert.deepEqual(
    ops.flatMap(({ items }) => items.map(({ id }) => id)),
    ['i5', 'i6', 'i7'],
  )
  assert.equal(ops.at(-1)?.position, 8)
  assert.equal(ops.at(-1)?.done, true)
})

test('an entry that is not wanted moves the place and is no item', async () => {
  const { ops, ledger } = ledgerThat()
  await new Ingest(setting({ ledger, wanted: ({ id }) => id === 'i3' }, entries(6))).run()
  assert.deepEqual(
    ops.flatMap(({ items }) => items.map(({ id }) => id)),
    ['i3'],
  )
  assert.equal(ops.at(-1)?.position, 6)
})

test('after a stop the source does not count as read to its end', async () => {
  const { ops, ledger } = ledgerThat()
  const stop = new AbortController()
  const wanted = () => {
    stop.abort()
    return true
  }
  await new Ingest(setting({ ledger, signal: stop.signal, wanted }, entries(100))).run()
  assert.ok(ops.every(({ done }) => !done))
})

test('the rank follows the order that was asked for, and the priority in every order', async () => {
  const { ops, ledger } = ledgerThat()
  await new Ingest(setting({ ledger, options: { order: 'smallest_first' } }, entries(3))).run()
  assert.deepEqual(
    ops.flatMap(({ items }) => items.map(({ rank }) => rank)),
    [0, 1 - 2 ** 42, 2 - 2 * 2 ** 42],
  )
})

test('whom an item waits for is handed over, and what became of it is told', async () => {
  const cascade = { released: 0, failed: 0, skipped: 1, ends: [] }
  const { ops, ledger } = ledgerThat(-1, { cascade })
  const told: unknown[] = []
  const dependsOn = [{ on: 'b', onFailure: 'run' as const }]
  const entry = entries(1).map((given) => ({ ...given, dependsOn }))
  await new Ingest(setting({ ledger, onRows: (rows) => told.push(rows.cascade) }, entry)).run()
  assert.deepEqual(ops[0]?.items[0]?.dependsOn, dependsOn)
  assert.deepEqual(told, [cascade])
})

test('a row that could not be read is handed over as broken', async () => {
  const { ops, ledger } = ledgerThat()
  const rows: IngestedRows[] = []
  const broken: SourceEntry = { kind: 'broken', id: 'row-1', code: 'BROKEN_ROW', message: 'no such quote', sizeBytes: 3 }
  await new Ingest(setting({ ledger, onRows: (told) => rows.push(told) }, [broken, ...entries(1)])).run()
  assert.deepEqual(ops[0]?.items[0]?.broken, { code: 'BROKEN_ROW', message: 'no such quote' })
  const refused = [{ id: 'row-1', code: 'BROKEN_ROW', message: 'no such quote', sizeBytes: 3 }]
  assert.deepEqual(rows, [
    { inserted: 2, failed: 1, failure: 'no such quote', refused, skipped: 0, leftOut: [], cascade: undefined },
  ])
})

test('whoever is asked about each item is asked about few at once, and what is answered is what is written down', async () => {
  const { ops, ledger } = ledgerThat()
  const rows: IngestedRows[] = []
  const state = { open: 0, mostOpen: 0 }
  const before: IngestSetting['before'] = async (item) => {
    state.open += 1
    state.mostOpen = Math.max(state.mostOpen, state.open - ops.flatMap(({ items }) => items).length)
    await new Promise((resolve) => setImmediate(resolve))
    return item.id === 'i3' ? { ...item, skipped: { reason: 'not today' } } : { ...item, data: '"changed"' }
  }
  await new Ingest(setting({ ledger, before, onRows: (told) => rows.push(told) }, entries(100))).run()
  const written = ops.flatMap(({ items }) => items)
  assert.equal(written.length, 100)
  assert.deepEqual(written[3]?.skipped, { reason: 'not today' })
  assert.equal(written[4]?.data, '"changed"')
  assert.equal(
    rows.reduce((sum, { skipped }) => sum + skipped, 0),
    1,
  )
  assert.ok(state.mostOpen <= 16, `${state.mostOpen} were asked about before their rows were durable`)
})

test('nobody is asked about a row that is broken, or about an item that is not wanted', async () => {
  const { ops, ledger } = ledgerThat()
  const asked: string[] = []
  const before: IngestSetting['before'] = async (item) => {
    asked.push(item.id)
    return item
  }
  const broken: SourceEntry = { kind: 'broken', id: 'row-1', code: 'BROKEN_ROW', message: 'no such quote', sizeBytes: 3 }
  const wanted: IngestSetting['wanted'] = ({ id }) => id !== 'i0'
  await new Ingest(setting({ ledger, before, wanted }, [broken, ...entries(3)])).run()
  assert.deepEqual(asked, ['i1', 'i2'])
  assert.equal(ops.at(-1)?.position, 4)
})

test('a stop while somebody is asked leaves the items unread, and so does an answer that stops the batch', async () => {
  const stop = new AbortController()
  const stopped = ledgerThat()
  const hangs: IngestSetting['before'] = (_item, signal) =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
  const running = new Ingest(setting({ ledger: stopped.ledger, before: hangs, signal: stop.signal }, entries(40))).run()
  setImmediate(() => stop.abort())
  await running
  assert.deepEqual(stopped.ops, [])

  const failed = ledgerThat()
  const before: IngestSetting['before'] = async (item) => {
    if (item.id === 'i20') throw new BatchError('SHOP_CLOSED', 'nothing more can succeed')
    return item
  }
  await assert.rejects(new Ingest(setting({ ledger: failed.ledger, before }, entries(40))).run(), { code: 'SHOP_CLOSED' })
  assert.deepEqual(
    failed.ops.map(({ position }) => position),
    [16],
  )
})
