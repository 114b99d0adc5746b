import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addItems, batchOf, newItem } from '../../test/conformance/ledger-builder.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { OpenSource, Watching } from '../sources/source.ts'
import { recall } from './recall.ts'

const stamp = { path: '/in/b', sizeBytes: 1, mtimeMs: 2, ctimeMs: 3, inode: 4 }

function source(watching?: Watching): OpenSource {
  return { envelope: {}, read: async function* () {}, close: async () => undefined, ...(watching && { watching }) }
}

test('a source that is watched is told everything that the batch has of it, in order', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a'])
  await addItems(ledger, batch, [newItem('b', { stamp: JSON.stringify(stamp) })], false)
  const told: unknown[] = []
  const watching: Watching = { roots: [], remember: (entry) => told.push(entry), hear: () => {} }
  await recall({ ledger, batch, source: source(watching) })
  assert.deepEqual(told, [{ id: 'a' }, { id: 'b', stamp }])
  await recall({ ledger, batch, source: source() })
  await ledger.close()
})
