import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boxesIn, findBox, fullBox, makeBox } from './boxes.ts'

test('boxes come in order, with their content', () => {
  const boxes = boxesIn(Buffer.concat([makeBox('free'), makeBox('data', Buffer.from('abc'))]))
  assert.deepEqual(
    boxes.map(({ type }) => type),
    ['free', 'data'],
  )
  assert.equal(findBox(boxes, 'data')?.content.toString(), 'abc')
})

test('a box of size 0 reaches to the end', () => {
  const open = Buffer.concat([Buffer.alloc(4), Buffer.from('mdatxyz')])
  assert.equal(boxesIn(open)[0]?.content.toString(), 'xyz')
})

test('a box that claims fewer bytes than its own head is refused, so no loop can stand still', () => {
  assert.throws(() => boxesIn(Buffer.from([0, 0, 0, 2, 0x66, 0x72, 0x65, 0x65])), { code: 'IMAGE_CORRUPT' })
})

test('a box that claims more than there is, is refused', () => {
  assert.throws(() => boxesIn(Buffer.from([0, 0, 1, 0, 0x66, 0x72, 0x65, 0x65])), { code: 'IMAGE_CORRUPT' })
})

test('too many boxes are refused', () => {
  const many = Buffer.concat(Array.from({ length: 20_001 }, () => makeBox('free')))
  assert.throws(() => boxesIn(many), { code: 'IMAGE_CORRUPT' })
})

test('a full box has its version and flags in front', () => {
  const { version, flags, bytes } = fullBox(Buffer.from([2, 0, 1, 0, 7]))
  assert.deepEqual([version, flags, bytes.uint(1)], [2, 256, 7])
})
