import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, result, settle } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { workspace } from '../../test/support/workspace.ts'
import { sha256 } from '../base/json.ts'
import { verifyBatch } from './verify.ts'

test('outputs are hashed again: what is whole, changed and missing is told apart', async (t) => {
  const out = workspace(t, { 'a.txt': 'same', 'b.txt': 'tampered' })
  const batch = await inspected(t, async (ledger) => {
    const number = await batchOf(ledger, ['a', 'b', 'c'])
    const delivered = (id: string, content: string, seq: number) => {
      const files = JSON.stringify([{ path: out.path(`${id}.txt`), sizeBytes: 4, mtimeMs: 1, sha256: sha256(content) }])
      const fp = id.repeat(43)
      const next = { state: 'succeeded', outputBytes: 4, result: { step: 'read', fp } } as const
      return settle(number, seq, { results: [result(id, { fp, files })], next })
    }
    await ledger.commit([delivered('a', 'same', 1), delivered('b', 'original', 2), delivered('c', 'gone', 3)])
  })
  const { ok, delivered, succeeded_with_files, changed, missing, holds } = await verifyBatch(batch)
  assert.deepEqual(
    { ok, delivered, succeeded_with_files, changed, missing, holds },
    {
      ok: 1,
      delivered: 3,
      succeeded_with_files: 3,
      changed: [out.path('b.txt')],
      missing: [out.path('c.txt')],
      holds: false,
    },
  )
})
