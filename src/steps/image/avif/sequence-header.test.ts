import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { sample } from '../../../../test/support/image-run.ts'
import { isMillraceError } from '../../../base/errors.ts'
import { boxesIn, findBox } from './boxes.ts'
import { readSequenceHeader } from './sequence-header.ts'

function codedBytes(name: string): Buffer {
  return findBox(boxesIn(readFileSync(sample(name))), 'mdat')?.content ?? Buffer.alloc(0)
}

test('size and range are read from the bitstream itself', () => {
  const header = readSequenceHeader(codedBytes('hills-small'))
  assert.deepEqual([header?.width, header?.height, header?.colour.isFullRange], [160, 120, true])
})

test('bytes without a sequence header give nothing', () => {
  assert.equal(readSequenceHeader(Buffer.from([0x12, 0x00])), undefined)
  assert.equal(readSequenceHeader(Buffer.alloc(0)), undefined)
})

test('any bytes give a header, nothing, or one of our errors', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 64 }), (data) => {
    try {
      readSequenceHeader(Buffer.from(data))
      return true
    } catch (error) {
      return isMillraceError(error)
    }
  })
  fc.assert(property, { numRuns: 500 })
})
