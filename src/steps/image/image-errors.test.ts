import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PermanentError } from '../../base/errors.ts'
import { imageError } from './image-errors.ts'

test('the same bytes give the same answer tomorrow: never tried again, with what to do about it', () => {
  const cause = new Error('underneath')
  const error = imageError('IMAGE_TRUNCATED', 'Expected more, got less.', cause)
  assert.ok(error instanceof PermanentError)
  assert.match(error.fix ?? '', /Copy or download/)
  assert.equal(error.cause, cause)
  assert.equal(imageError('IMAGE_SIZE_WRONG', 'x').fix, undefined)
})
