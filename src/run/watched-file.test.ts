import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermanentError } from '../base/errors.ts'
import { whileWatched } from './watched-file.ts'

const fails = (code: string) => async () => {
  throw new PermanentError(code, 'no')
}

test('a file that is missing because its folder is gone is put off without a try', async () => {
  const gone = { name: 'RetryableError', code: 'WATCH_GONE', isThrottle: true, message: /\/no\/such\/folder is gone/ }
  await assert.rejects(whileWatched(fails('SOURCE_MISSING'), ['/', '/no/such/folder']), gone)
})

test('a file that is missing from a folder that is there has failed', async () => {
  await assert.rejects(whileWatched(fails('SOURCE_MISSING'), ['/']), { code: 'SOURCE_MISSING' })
})

test('a file that has changed is left out: its next version follows', async () => {
  await assert.rejects(whileWatched(fails('INPUT_CHANGED'), ['/']), { name: 'SkipItem', message: /its next version follows/ })
})

test('what is found is handed on', async () => {
  assert.equal(await whileWatched(async () => 'sum', ['/']), 'sum')
})
