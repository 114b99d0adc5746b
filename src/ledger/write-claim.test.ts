import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newBatch, newItem, session, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

test('a file that is reused by a later batch belongs to that batch from then on', () => {
  const { core, write } = coreOf(['a'])
  const file = { path: '/o', pathKey: '/o', sizeBytes: 1, mtimeMs: 2, sha256: 'a'.repeat(64) }
  write({ op: 'claim', batch: 1, seq: 1, itemId: 'a', step: 's', ...file })
  write(settle(1, 1, { files: [file] }))
  write({ op: 'open-batch', batch: newBatch({ name: 'second' }), session })
  write({ op: 'ingest', batch: 2, items: [newItem('a')], position: 1, done: true, at: 1 })
  write(settle(2, 1, { files: [file] }))
  assert.equal(core.read({ get: 'claim', pathKey: '/o' })?.batch, 2)
  assert.deepEqual(core.read({ get: 'claims', batch: 1, after: '', limit: 9 }), [])
})

test('claiming a delivered path again makes it merely claimed, and says what stands there', () => {
  const { core, write } = coreOf(['a'])
  const claim = {
    op: 'claim',
    batch: 1,
    seq: 1,
    itemId: 'a',
    step: 's',
    path: '/o',
    pathKey: '/o',
    sizeBytes: 1,
    sha256: 'a',
  } as const
  write(claim)
  write(settle(1, 1, { files: [{ path: '/o', pathKey: '/o', sizeBytes: 1, mtimeMs: 2, sha256: 'a' }] }))
  const again = write({ ...claim, sha256: 'b' })
  assert.ok(again.granted)
  assert.deepEqual([again.previous?.state, again.previous?.sha256], ['delivered', 'a'])
  assert.deepEqual(
    [core.read({ get: 'claim', pathKey: '/o' })?.state, core.read({ get: 'claim', pathKey: '/o' })?.sha256],
    ['claimed', 'b'],
  )
})
