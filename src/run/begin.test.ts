import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ThreadLedger } from '../ledger/thread-ledger.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { begin, withThread } from './begin.ts'
import type { OwnedBatch } from './own-batch.ts'

function preparedWith(closed: string[]): PreparedBatch {
  // Only its hooks are used.
  return { hooks: { close: async () => closed.push('hooks') } } as unknown as PreparedBatch
}

test('what was prepared is closed when the ledger belongs to somebody else, and the reason is passed on', async () => {
  const closed: string[] = []
  const own = async (): Promise<OwnedBatch> => {
    throw new Error('owned elsewhere')
  }
  await assert.rejects(
    begin(preparedWith(closed), own, () => assert.fail('nothing is run')),
    /owned elsewhere/,
  )
  assert.deepEqual(closed, ['hooks'])
})

test("the ledger's thread ends with a start that came to nothing", async () => {
  const seen: ThreadLedger[] = []
  await assert.rejects(
    withThread(async (thread) => {
      seen.push(thread)
      throw new Error('no such pipeline')
    }),
    /no such pipeline/,
  )
  await assert.rejects(async () => seen[0]?.read({ get: 'batches', limit: 1 }), { name: 'LedgerError' })
})
