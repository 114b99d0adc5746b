import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Captured } from './captured.ts'

function captured(limitBytes: number, chunks: readonly string[]): Captured {
  const capture = new Captured(limitBytes)
  for (const chunk of chunks) capture.add(Buffer.from(chunk))
  return capture
}

test('what fits is kept whole', () => {
  assert.equal(captured(10, ['abc', '', 'defghij']).text(), 'abcdefghij')
  assert.equal(captured(10, []).text(), '')
})

test('of what does not fit, the beginning and the end are kept, and the size of all', () => {
  const capture = captured(6, ['abcdefghij'])
  assert.equal(capture.text(), 'abc\n… 4 bytes left out …\nhij')
  assert.equal(capture.sizeBytes, 10)
})

test('characters that the cut goes through are left out', () => {
  assert.equal(captured(8, ['aäöüäöüz']).text(), 'aä\n… 6 bytes left out …\nüz'.replace('üz', 'üz'))
})

test('however the stream is cut into chunks, the same is kept', () => {
  const cuts = fc.array(fc.string({ unit: 'grapheme-ascii', maxLength: 30 }), { maxLength: 20 })
  fc.assert(
    fc.property(cuts, fc.integer({ min: 0, max: 40 }), (chunks, limit) => {
      const all = chunks.join('')
      const [head, tail] = [Math.ceil(limit / 2), Math.floor(limit / 2)]
      const missing = all.length - limit
      const expected =
        missing <= 0 ? all : `${all.slice(0, head)}\n… ${missing} bytes left out …\n${all.slice(all.length - tail)}`
      assert.equal(captured(limit, chunks).text(), expected)
    }),
  )
})
