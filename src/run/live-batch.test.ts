import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf, settle } from '../../test/conformance/ledger-builder.ts'
import { someStatus } from '../../test/support/status.ts'
import { ManualClock } from '../base/clock.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { LiveBatch, type LiveBatchSetting, Readers } from './live-batch.ts'

async function arrange() {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a', 'b'])
  const closed: string[] = []
  const readers = new Readers(async () => void closed.push('closed'))
  const clock = new ManualClock()
  const turn = async (verb: string, args: object) => `${verb} ${JSON.stringify(args)}`
  const monitor = { status: () => someStatus({ batch_id: 'b1' }) }
  // Stand-ins that have what is used of each.
  const setting = { id: 'b1', batch, ledger, clock, readers, turn, monitor } as unknown as LiveBatchSetting
  const ends = (seq: number) => ledger.commit([settle(batch, seq)])
  return { live: new LiveBatch(setting), readers, clock, ends, closed }
}

test('results come as items end, and stop when the batch is over', async () => {
  const { live, readers, clock, ends } = await arrange()
  await ends(2)
  const outputs = live.outputs()[Symbol.asyncIterator]()
  assert.equal((await outputs.next()).value.id, 'b')
  const next = outputs.next()
  while (clock.sleeping === 0) await new Promise((resolve) => setImmediate(resolve))
  await ends(1)
  clock.advance(50)
  assert.equal((await next).value.id, 'a')
  await readers.over()
  assert.equal((await outputs.next()).done, true)
})

test('the ledger stays open for who still reads, and is closed once', async () => {
  const { live, readers, ends, closed } = await arrange()
  await ends(1)
  const outputs = live.outputs()[Symbol.asyncIterator]()
  await outputs.next()
  await readers.over()
  assert.deepEqual(closed, [])
  await outputs.return?.()
  await readers.over()
  assert.deepEqual(closed, ['closed'])
})

test('status and knobs are those of the running batch', async () => {
  const { live } = await arrange()
  assert.deepEqual([live.id, live.status().batch_id], ['b1', 'b1'])
  assert.equal(await live.control('tune', { workers: 2 }), 'tune {"workers":2}')
  assert.equal(await live.control('pause'), 'pause {}')
})
