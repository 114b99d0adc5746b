import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asksForNothing, laterStepKeys, laterTools, laterTopKeys } from './later-keys.ts'
import { pipelineShape, stepShape } from './schema-file.ts'
import { runShape } from './schema-run.ts'

test('no key is both known and refused', () => {
  for (const key of [...Object.keys(pipelineShape), ...Object.keys(runShape)]) assert.equal(laterTopKeys.has(key), false, key)
  for (const key of Object.keys(stepShape)) assert.equal(laterStepKeys.has(key), false, key)
  assert.ok(laterTools.has('http'))
})

test('a key that is turned off asks for nothing', () => {
  assert.deepEqual([false, null, undefined, true, 0, {}].map(asksForNothing), [true, true, true, false, false, false])
})
