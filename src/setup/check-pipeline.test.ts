import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallRequest } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { checkPipeline, pipelineJsonSchema } from './check-pipeline.ts'

test('a sound pipeline is told by its name and steps, without an input', async (t) => {
  const room = workspace(t)
  const { inputs: _none, ...request } = smallRequest(room.folder, () => null)
  assert.deepEqual(await checkPipeline(request), { name: 'small', steps: ['work'], warnings: [], notes: [] })
  assert.deepEqual(room.list(), [])
})

test('a mistake is refused with its place in the file', async (t) => {
  const room = workspace(t, { 'p.yaml': 'name: p\nsteps:\n  - tool: filesystem\n    action: reed\n' })
  await assert.rejects(checkPipeline({ folder: room.folder, pipeline: 'p.yaml' }), (thrown: unknown) => {
    assert.ok(thrown instanceof Error && 'place' in thrown)
    assert.match(JSON.stringify(thrown.place), /p\.yaml","line":4/)
    return true
  })
})

test('the schema for editors names the built-in tools', () => {
  assert.match(JSON.stringify(pipelineJsonSchema()), /"filesystem"/)
})
