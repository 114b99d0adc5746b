import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newItem } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

test('what came from the source is read in its order, page by page, with its stamp', () => {
  const { core, write } = coreOf(['a', 'b'])
  const stamp = JSON.stringify({ path: '/c', sizeBytes: 1, mtimeMs: 2, ctimeMs: 3, inode: 4 })
  const broken = { code: 'NAME_NOT_UTF8', message: 'no text' }
  write({ op: 'ingest', batch: 1, items: [newItem('c', { stamp }), newItem('d', { broken })], position: 4, done: false, at: 1 })
  assert.deepEqual(core.read({ get: 'taken', batch: 1, after: 1, limit: 2 }), [
    { seq: 2, id: 'b', stamp: undefined },
    { seq: 3, id: 'c', stamp },
  ])
  assert.deepEqual(core.read({ get: 'taken', batch: 1, after: 4, limit: 2 }), [])
})
