import assert from 'node:assert/strict'
import { test } from 'node:test'
import { settle } from '../../test/conformance/ledger-builder.ts'
import { entries, linkedBatch } from '../../test/support/dependency-ledger.ts'

test('what an item waits for is told with how it stands, in the order of the source, up to a limit', async () => {
  const none = { own: 'succeeded', dependsOn: [] } as const
  const on = [2, 0, 1].map((n) => ({ on: n, onFailure: 'run' as const }))
  const { ledger, batch } = await linkedBatch(entries([none, none, none, { own: 'succeeded', dependsOn: on }]))
  await ledger.commit([settle(batch, 2)])
  const rows = await ledger.read({ get: 'dependencies', batch, seq: 4, limit: 2 })
  assert.deepEqual(rows, [
    { id: 'i0', state: 'ready', onFailure: 'run' },
    { id: 'i1', state: 'succeeded', onFailure: 'run' },
  ])
  assert.deepEqual(await ledger.read({ get: 'dependencies', batch, seq: 1, limit: 9 }), [])
})
