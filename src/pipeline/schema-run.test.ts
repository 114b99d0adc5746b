import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runSchema, runShape } from './schema-run.ts'

test('every run option says what it is for', () => {
  for (const [key, schema] of Object.entries(runShape)) assert.ok((schema.description ?? '').length > 10, key)
})

test('modes count in any case, numbers of workers may be auto', () => {
  assert.deepEqual(runSchema.parse({ mode: 'Best_Effort', workers: 'auto' }), { mode: 'best_effort', workers: 'auto' })
  for (const wrong of [{ workers: 0 }, { workers: 'many' }, { mode: 'loose' }, { limit: 0 }, { other: 1 }])
    assert.equal(runSchema.safeParse(wrong).success, false)
})
