import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, PermanentError } from '../base/errors.ts'
import { isDiskFull, storageError } from './storage-error.ts'

const failing = (code: string) => Object.assign(new Error(`${code}: failed`), { code })

test('a full disk and a used-up quota stop the batch', () => {
  for (const code of ['ENOSPC', 'EDQUOT']) {
    const error = storageError(failing(code), '/out/a.png')
    assert.ok(error instanceof BatchError)
    assert.equal(error.code, 'DISK_FULL')
    assert.equal(error.message, 'No space is left for /out/a.png')
    assert.ok(isDiskFull(error) && isDiskFull(error.cause))
  }
})

test('an output that may not be written stops the batch', () => {
  for (const code of ['EROFS', 'EACCES', 'EPERM']) {
    const error = storageError(failing(code), '/out')
    assert.ok(error instanceof BatchError)
    assert.equal(error.code, 'OUTPUT_NOT_WRITABLE')
  }
})

test('what is wrong with one name fails one item', () => {
  const codes = {
    ENAMETOOLONG: 'OUTPUT_NAME_TOO_LONG',
    EISDIR: 'OUTPUT_EXISTS',
    ENOTDIR: 'OUTPUT_EXISTS',
    EXDEV: 'OUTPUT_OTHER_DEVICE',
  }
  for (const [code, expected] of Object.entries(codes)) {
    const error = storageError(failing(code), '/out/a.png')
    assert.ok(error instanceof PermanentError)
    assert.equal(error.code, expected)
  }
})

test('any other error, and an error that has been sorted, stays as it is', () => {
  const other = failing('EIO')
  const sorted = new PermanentError('OUTPUT_EXISTS', 'it exists')
  assert.equal(storageError(other, '/out'), other)
  assert.equal(storageError(sorted, '/out'), sorted)
  assert.equal(isDiskFull(other), false)
})
