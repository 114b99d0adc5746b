import assert from 'node:assert/strict'
import { PassThrough, Writable } from 'node:stream'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import { stdoutSink } from './stdout.ts'

const row: BatchOutput = { id: 'a', success: true, state: 'succeeded', result: { n: 1 }, metrics: {} }

async function open(standardOutput: NodeJS.WritableStream, offset = 0) {
  return stdoutSink.open({ rows: 'result' }, { path: '/x', offset, overwrite: 'own', standardOutput, batch: {} })
}

test('rows are lines of JSON on standard output', async () => {
  const output = new PassThrough()
  const projection = await open(output)
  assert.equal(await projection.append([row, row]), 16)
  assert.equal(await projection.finish(), undefined)
  assert.equal(String(output.read()), '{"n":1}\n{"n":1}\n')
})

test('a slow reader is waited for', async () => {
  const taken: (() => void)[] = []
  const output = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void taken.push(done) })
  const projection = await open(output)
  const state = { isDone: false }
  const appended = projection.append([row]).then(() => {
    state.isDone = true
  })
  await systemClock.sleep(0)
  assert.equal(state.isDone, false)
  taken[0]?.()
  await appended
})

test('a reader that goes away ends the output and nothing else', async () => {
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  const output = new Writable({ write: (_chunk, _encoding, done) => done(gone) })
  const projection = await open(output)
  await projection.append([row])
  await projection.append([row])
  await projection.finish()
})

test('any other fault of the stream is told', async () => {
  const fault = Object.assign(new Error('no space'), { code: 'ENOSPC' })
  const projection = await open(new Writable({ write: (_chunk, _encoding, done) => done(fault) }))
  await assert.rejects(projection.append([row]), /no space/)
})
