import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type TestContext, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { newBatch, newItem, session, settle } from '../../test/conformance/ledger-builder.ts'
import { workspace } from '../../test/support/workspace.ts'
import type { Request } from './messages.ts'
import { packOp } from './pack.ts'

async function threadOn(t: TestContext, file: string): Promise<{ worker: Worker; first: unknown }> {
  const worker = new Worker(new URL('./thread.ts', import.meta.url))
  worker.postMessage(JSON.stringify({ file, durability: 'fast' }))
  t.after(() => worker.terminate())
  const [text] = await once(worker, 'message')
  return { worker, first: JSON.parse(text) }
}

test('requests are answered in their order, each question seeing what was written before it and nothing behind', async (t) => {
  const { worker, first } = await threadOn(t, workspace(t).path('p.db'))
  assert.deepEqual(first, [{ id: 0, answer: null }])
  const items = [newItem('a'), newItem('b')]
  const commit = (id: number, ...ops: Parameters<typeof packOp>[0][]): Request => ({ id, kind: 'commit', ops: ops.map(packOp) })
  const steps: Request = { id: 3, kind: 'read', query: { get: 'steps', batch: 1 } }
  const requests: Request[] = [
    commit(
      1,
      { op: 'open-batch', batch: newBatch(), session },
      { op: 'ingest', batch: 1, items, position: 2, done: true, at: 1 },
    ),
    commit(2, settle(1, 1)),
    steps,
    commit(4, settle(1, 2)),
    commit(5, settle(1, 2)),
    { ...steps, id: 6 },
    { id: 7, kind: 'close' },
  ]
  worker.postMessage(JSON.stringify(requests))
  const [text] = await once(worker, 'message')
  const replies: { id: number; answer?: { succeeded: number }[]; error?: { code: string } }[] = JSON.parse(text)
  assert.deepEqual(
    replies.map(({ id }) => id),
    [1, 2, 3, 4, 5, 6, 7],
  )
  assert.deepEqual([replies[2]?.answer?.[0]?.succeeded, replies[5]?.answer?.[0]?.succeeded], [1, 2])
  assert.equal(replies[4]?.error?.code, 'STALE')
})

test('a file that cannot be opened is the thread’s only answer', async (t) => {
  const { first } = await threadOn(
    t,
    workspace(t, { 'p.db': 'not a database, though it has the length of something' }).path('p.db'),
  )
  assert.match(JSON.stringify(first), /"id":0,"error":\{"name":"LedgerError","code":"LEDGER_CORRUPT"/)
})
