import assert from 'node:assert/strict'
import { test } from 'node:test'
import { processFace } from './face.ts'

test('the face of the process starts without an exit code to complain about', () => {
  const { folder, exit, env } = processFace()
  assert.deepEqual([folder, exit.code, env], [process.cwd(), 0, process.env])
})
