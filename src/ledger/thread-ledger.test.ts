import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { LedgerError } from '../base/errors.ts'
import { ThreadLedger } from './thread-ledger.ts'

/** A thread that opens, then does as told with the first message. */
function threadThat(does: string): Worker {
  const program = `const { parentPort } = require('node:worker_threads')
    parentPort.once('message', () => {
      parentPort.on('message', (text) => { ${does} })
      parentPort.postMessage(JSON.stringify([{ id: 0, answer: null }]))
    })`
  return new Worker(program, { eval: true })
}

async function opened(worker: Worker, released = () => {}): Promise<ThreadLedger> {
  const ledger = new ThreadLedger(worker)
  await ledger.open({ file: 'any.db', durability: 'fast' }, released)
  return ledger
}

const unpark = { op: 'unpark', batch: 1, at: 2 } as const

test('all calls of one turn cross in one message, and each gets its own answer', async () => {
  const echo = `const asked = JSON.parse(text)
    parentPort.postMessage(JSON.stringify(asked.map(({ id }) => ({ id, answer: [{ woken: id, nextDue: asked.length }] }))))
    parentPort.close()`
  const ledger = await opened(threadThat(echo))
  const answers = await Promise.all([ledger.commit([unpark]), ledger.commit([unpark]), ledger.commit([unpark])])
  assert.deepEqual(
    answers.flat(),
    [1, 2, 3].map((woken) => ({ woken, nextDue: 3 })),
  )
})

test('when the thread dies, everything that waits is rejected with the cause, and the owner’s lock is given back once', async () => {
  const released: string[] = []
  const ledger = await opened(threadThat(`throw new Error('out of luck')`), () => released.push('released'))
  const failed = (error: unknown) => error instanceof LedgerError && /The ledger's thread died: out of luck/.test(error.message)
  const waiting = [ledger.commit([unpark]), ledger.read({ get: 'batch', batch: 1 })]
  for (const each of await Promise.allSettled(waiting)) assert.ok(each.status === 'rejected' && failed(each.reason))
  await assert.rejects(ledger.commit([unpark]), failed)
  await ledger.close()
  assert.deepEqual(released, ['released'])
})

test('a thread that cannot open says why', async () => {
  const program = `require('node:worker_threads').parentPort.postMessage(
    JSON.stringify([{ id: 0, error: { name: 'LedgerError', code: 'LEDGER_NEWER', message: 'newer' } }]))`
  const opening = opened(new Worker(program, { eval: true }))
  await assert.rejects(opening, (error) => error instanceof LedgerError && error.code === 'LEDGER_NEWER')
})

test('a thread that died before it was given a file is not waited for; whoever holds the lock gives it back', async () => {
  const worker = new Worker('throw new Error("no luck at all")', { eval: true })
  const ledger = new ThreadLedger(worker)
  await new Promise((ended) => worker.on('exit', ended))
  const released: string[] = []
  await assert.rejects(
    ledger.open({ file: 'any.db', durability: 'fast' }, () => released.push('released')),
    /no luck at all/,
  )
  assert.deepEqual(released, [])
})

test('a thread that is discarded ends', async () => {
  const worker = threadThat('')
  const exited = once(worker, 'exit')
  await new ThreadLedger(worker).discard()
  await exited
})
