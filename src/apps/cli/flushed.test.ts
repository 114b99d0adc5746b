import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { flushed } from './flushed.ts'

test('nothing to write is written at once', async () => {
  await flushed(fakeFace('/'))
})

test('a slow reader of the result is waited for', async () => {
  const taken: string[] = []
  const slow = new Writable({
    write(chunk, _encoding, done) {
      setImmediate(() => {
        taken.push(String(chunk))
        done()
      })
    },
  })
  slow.write('a')
  slow.write('b')
  // The members of a terminal that are used are those of any writable stream.
  await flushed({ ...fakeFace('/'), stdout: slow as unknown as NodeJS.WriteStream })
  assert.deepEqual(
    taken.filter((text) => text !== ''),
    ['a', 'b'],
  )
})

test('a reader of the result that went away is not waited for', async () => {
  const gone = new Writable({ write: (_chunk, _encoding, done) => done(new Error('EPIPE')) })
  gone.on('error', () => {})
  gone.write('a')
  await flushed({ ...fakeFace('/'), stdout: gone as unknown as NodeJS.WriteStream }) // as above
  assert.match(String(gone.errored), /EPIPE/)
})
