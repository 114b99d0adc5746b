import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newItem } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

function watched(ids: readonly string[]) {
  const { core, write } = coreOf([])
  const take = (...items: readonly string[]) =>
    write({
      op: 'ingest',
      batch: 1,
      items: items.map((id) => newItem(id, { isVersion: true })),
      position: 0,
      done: false,
      at: 1,
    })
  take(...ids)
  const rows = () =>
    core.read({ get: 'items', batch: 1, after: 0, limit: 9 }).map(({ id, version, state }) => [id, version, state])
  const end = (seq: number, state: 'succeeded' | 'failed') =>
    write({
      ...{ op: 'settle', batch: 1, seq, attempt: 1, from: 'ready', results: [], files: [], at: 2 },
      attempts: [{ step: 0, n: 1, outcome: state, reused: false, started: 1, ms: 1 }],
      next: { state, outputBytes: 0 },
    })
  return { core, take, rows, end }
}

test('the next version of an item waits until the one before has ended, however that ended', () => {
  for (const how of ['succeeded', 'failed'] as const) {
    const { core, take, rows, end } = watched(['a', 'b'])
    assert.deepEqual(take('a'), { inserted: 1, duplicates: 0, failed: [], skipped: [] })
    assert.deepEqual(rows().at(-1), ['a', 2, 'blocked'])
    const { cascade } = end(1, how)
    assert.equal(cascade?.released, 1)
    assert.deepEqual(rows().at(-1), ['a', 2, 'ready'])
    assert.equal(core.read({ get: 'batch', batch: 1 })?.counts.ready, 2)
  }
})

test('a version that comes after the end of the one before is ready at once', () => {
  const { take, rows, end } = watched(['a'])
  end(1, 'succeeded')
  take('a', 'b')
  assert.deepEqual(rows(), [
    ['a', 1, 'succeeded'],
    ['a', 2, 'ready'],
    ['b', 1, 'ready'],
  ])
})

test('three versions at once run one after the other', () => {
  const { take, rows, end } = watched(['a'])
  take('a', 'a')
  end(1, 'succeeded')
  assert.deepEqual(
    rows().map(([, , state]) => state),
    ['succeeded', 'ready', 'blocked'],
  )
  end(2, 'failed')
  assert.deepEqual(rows().at(-1), ['a', 3, 'ready'])
})
