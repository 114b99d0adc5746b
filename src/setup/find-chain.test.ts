import assert from 'node:assert/strict'
import { test } from 'node:test'
import { placesWithoutText } from '../pipeline/places.ts'
import { pipelineChain } from './find-chain.ts'

const search = {
  folder: '/none',
  config: { file: undefined, value: {}, places: placesWithoutText('c'), warnings: [] },
  recipes: '/none',
}

test('a pipeline given as an object may hold the one it stands on', async () => {
  const value = { name: 'outer', pipeline: { steps: [{ tool: 'x' }] } }
  const chain = await pipelineChain({ value, places: placesWithoutText('o'), folder: '/f', name: 'o' }, search)
  assert.deepEqual(
    chain.map((one) => Object.keys(one.value)),
    [['steps'], ['name', 'pipeline']],
  )
})

test('a recipe that is not there is refused', async () => {
  const value = { pipeline: { recipe: 'nothing' } }
  await assert.rejects(pipelineChain({ value, places: placesWithoutText('o'), folder: '/f', name: 'o' }, search), {
    code: 'PIPELINE_UNKNOWN',
  })
})
