import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { Screen } from '../../../test/support/screen.ts'
import { ResultStream } from './result-stream.ts'

test('values are written one per line', async () => {
  const screen = new Screen()
  await new ResultStream(screen).jsonLines([{ a: 1 }, { b: 2 }])
  assert.equal(screen.text, '{"a":1}\n{"b":2}\n')
})

test('a reader that goes away ends the writing without an error', async () => {
  const gone = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(gone) })
  const asked: number[] = []
  const values = (function* () {
    for (const value of [1, 2, 3]) {
      asked.push(value)
      yield value
    }
  })()
  await new ResultStream(stream).jsonLines(values)
  assert.deepEqual(asked, [1])
})
