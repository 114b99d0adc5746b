import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pipelineSchema, stepSchema } from './schema-file.ts'

test('a step keeps the keys of its tool', () => {
  assert.deepEqual(stepSchema.parse({ tool: 'x', action: 'read', timeout: '1s' }), { tool: 'x', action: 'read', timeout: 1_000 })
})

test('only `batch` is a type, and a pipeline may stand on a recipe', () => {
  assert.ok(pipelineSchema.safeParse({ type: 'batch', pipeline: { recipe: 'x' } }).success)
  assert.equal(pipelineSchema.safeParse({ type: 'stream' }).success, false)
  assert.equal(pipelineSchema.safeParse({ pipeline: { recpie: 'x' } }).success, false)
})
