import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { buildPipeline } from '../pipeline/build-pipeline.ts'
import { placesWithoutText } from '../pipeline/places.ts'
import { fromJson, toJson } from './stored-pipeline.ts'

test('a pipeline comes back from the ledger as it was', () => {
  const value = {
    steps: [{ tool: 'filesystem', action: 'read', when: 'true', timeout: '3s' }],
    tolerate: '5%',
    output: { naming: '{stem}' },
  }
  const { pipeline } = buildPipeline(
    { value, places: placesWithoutText('x'), config: { a: 1 }, folder: '/f', workingFolder: '/w', fallbackName: 'p' },
    testKinds,
  )
  assert.deepEqual(fromJson(toJson(pipeline)), pipeline)
})

test('text that is no stored pipeline is refused', () => {
  for (const text of ['', '{}', '{"format":2,"pipeline":{}}', 'null'])
    assert.throws(() => fromJson(text), { code: 'PIPELINE_UNREADABLE' })
})
