import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { codeVersions } from './code-versions.ts'

test('each step has the version of its code, a step that only decides has none', async (t) => {
  const room = workspace(t)
  const steps = [
    { name: 'few', when: 'input.n > 0' },
    { name: 'work', tool: 'work' },
  ]
  const prepared = await smallPrepared(room.folder, { pipeline: smallPipeline({ steps }) })
  const versions = codeVersions(prepared)
  assert.deepEqual(Object.keys(versions), ['few', 'work'])
  assert.equal(versions['few'], '')
  assert.equal(versions['work'], prepared.steps[1]?.work?.plan.version)
})
