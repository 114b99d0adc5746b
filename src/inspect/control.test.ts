import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { inspected } from '../../test/support/inspected.ts'
import { openLedger } from '../ledger/sqlite.ts'
import { controlBatch } from './control.ts'
import { statusOf } from './status.ts'

test('cancelling a batch that nobody runs cancels what was pending', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a', 'b']))
  const reply = await controlBatch(batch, { verb: 'cancel' })
  assert.deepEqual([reply.answer, reply.live], ['cancelled 2 items that were pending', false])
  const { state, cancelled } = await statusOf(batch)
  assert.deepEqual([state, cancelled], ['cancelled', 2])
  assert.match((await controlBatch(batch, { verb: 'cancel' })).answer, /^nothing to cancel: the batch is cancelled/)
})

test('a batch that nobody runs cannot be paused, and the error says how to continue it', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']))
  await assert.rejects(controlBatch(batch, { verb: 'pause' }), {
    code: 'NOT_RUNNING',
    fix: 'Continue it with `millrace resume first`.',
  })
})

test('a live owner is asked, and its answer comes back', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']))
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  const reply = controlBatch(batch, { verb: 'drain', args: { signal: 'SIGTERM' } })
  const [control] = await owner.read({ get: 'controls', batch: batch.row.batch })
  assert.deepEqual([control?.verb, control?.args], ['drain', '{"signal":"SIGTERM"}'])
  await owner.commit([{ op: 'answer-control', control: control?.control ?? 0, answer: 'draining: 1 running', at: 1 }])
  assert.deepEqual(await reply, { batch_id: 'first', verb: 'drain', answer: 'draining: 1 running', live: true })
})

test('an owner that does not answer in time is told as such', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a']))
  const owner = await openLedger({ file: batch.ledger, durability: 'fast' })
  t.after(() => owner.close())
  await assert.rejects(controlBatch(batch, { verb: 'pause', timeoutMs: 0 }), { code: 'NO_ANSWER' })
})

const pipelineJson = JSON.stringify({ format: 1, pipeline: { steps: [{ name: 'read' }, { name: 'convert' }], limits: [] } })

test('what is tuned while nobody runs the batch is kept for whoever goes on with it', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a'], { pipelineJson }))
  const reply = await controlBatch(batch, { verb: 'tune', args: { stage: 'convert', workers: 1 } })
  assert.equal(reply.answer, 'step convert: at most 1 at once, from the next `millrace resume` on: nobody runs the batch now')
  assert.deepEqual((await statusOf(batch)).tuned, ['step convert: at most 1 at once'])
})

test('a tune of what is not there is refused before anything is written', async (t) => {
  const batch = await inspected(t, (ledger) => batchOf(ledger, ['a'], { pipelineJson }))
  await assert.rejects(controlBatch(batch, { verb: 'tune', args: { stage: 'convrt', workers: 1 } }), {
    code: 'TUNE_REFUSED',
    message: 'There is no step "convrt". Did you mean "convert"? There are: read, convert.',
  })
  assert.deepEqual(await batch.read({ get: 'events', batch: 1, after: 0, limit: 9 }), [])
})
