import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../base/json.ts'
import { parseText } from '../pipeline/parse-text.ts'
import type { FoundPipeline } from './find-pipeline.ts'
import { layered } from './load-layers.ts'

function found(yaml: string, name = 'p'): FoundPipeline {
  const { value, places } = parseText(yaml, `${name}.yaml`)
  return { value: value as JsonObject, places, folder: '/f', name } // the tests write objects
}

const config = { file: undefined, ...found('max_concurrent: 1\npipelines: { x: 1 }\npipeline: x', 'millrace'), warnings: [] }

test('pipelines of the config file are no settings, its other keys are', () => {
  const { value } = layered({ request: {}, config, manifest: undefined, chain: [found('steps: []')] })
  assert.deepEqual(value, { workers: 1, steps: [] })
})

test('every setting keeps the place where it was written', () => {
  const { value, places } = layered({
    request: { options: { limit: 3 } },
    config,
    manifest: undefined,
    chain: [found('steps: []'), found('pipeline: p\nname: q', 'q')],
  })
  assert.deepEqual(value, { workers: 1, steps: [], name: 'q', limit: 3 })
  assert.deepEqual(
    ['workers', 'steps', 'name', 'limit'].map((key) => places.placeOf([key]).file),
    ['millrace.yaml', 'p.yaml', 'q.yaml', 'command line'],
  )
})

test('the config of every layer is one, the stronger first, and fills options of all', () => {
  const chain = [found('config: { a: 1, b: 1 }\nlimit: "{config.a}"\nsteps: []'), found('pipeline: p\nconfig: { b: 2 }', 'q')]
  const { value, finalConfig } = layered({ request: { config: { a: 5 } }, config, manifest: undefined, chain })
  assert.deepEqual([finalConfig, value['limit']], [{ a: 5, b: 2 }, 5])
})
