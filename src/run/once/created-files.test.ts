import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../../test/conformance/ledger-builder.ts'
import { memoryLedger } from '../../ledger/memory.ts'
import { createdFiles } from './created-files.ts'

test('files that were delivered are listed by path, those that were merely claimed are not', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [])
  const claim = (path: string) =>
    ({ op: 'claim', batch, seq: 0, itemId: 'b', step: 's', path, pathKey: path, sizeBytes: 1, sha256: 'x' }) as const
  await ledger.commit([claim('/out/b'), claim('/out/a'), claim('/out/c')])
  const file = (path: string) => ({ path, pathKey: path, sizeBytes: 1, mtimeMs: 1, sha256: 'x' })
  await ledger.commit([{ op: 'deliver', batch, itemId: 'b', files: [file('/out/b'), file('/out/a')] }])
  assert.deepEqual(await createdFiles(ledger, batch), ['/out/a', '/out/b'])
})
