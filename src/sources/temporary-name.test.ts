import assert from 'node:assert/strict'
import { test } from 'node:test'
import { temporaryNames } from './temporary-name.ts'

test('names that programs give to unfinished files wait, in any case', () => {
  const waits = temporaryNames(['inbox'])
  for (const name of ['a.pdf.part', 'a.tmp', 'A.TMP', 'film.mkv.crdownload', 'a.filepart', 'notes.txt~'])
    assert.equal(waits(name), true, name)
  for (const name of ['a.pdf', 'part', 'tmp.txt', 'a.parts']) assert.equal(waits(name), false, name)
})

test('an ending that a pattern asks for is the name of a file like any other', () => {
  const waits = temporaryNames(['**/*.tmp'])
  assert.equal(waits('a.tmp'), false)
  assert.equal(waits('a.part'), true)
})
