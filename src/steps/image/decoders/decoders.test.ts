import assert from 'node:assert/strict'
import { test } from 'node:test'
import { imageError } from '../image-errors.ts'
import { asImageError, chosenDecoders, worstOf } from './decoders.ts'

test('sharp is always there and comes first', async () => {
  const [first] = await chosenDecoders('auto')
  assert.equal(first?.name, 'sharp')
  assert.deepEqual(
    (await chosenDecoders('sharp')).map(({ name }) => name),
    ['sharp'],
  )
})

test('what was lost is told before what could not be decoded', () => {
  const refused = { decoder: 'sharp', error: imageError('IMAGE_DECODE_FAILED', 'Expected sharp to decode it, got: bad seek.') }
  const lost = { decoder: 'ffmpeg', error: imageError('IMAGE_ALPHA_LOST', 'Expected alpha, got none.') }
  const error = worstOf([refused, lost])
  assert.equal('code' in error && error.code, 'IMAGE_ALPHA_LOST')
  assert.match(error.message, /Also tried sharp: .*bad seek/)
})

test('without any decoder the error says so', () => {
  assert.match(worstOf([]).message, /none installed/)
})

test('an error of a library becomes one of ours, in one line, with its cause', () => {
  const cause = new Error('heif:\n  bad seek')
  const error = asImageError(cause, 'sharp')
  assert.equal(error.message, 'Expected sharp to decode the picture, got: heif: bad seek')
  assert.equal(error.cause, cause)
})
