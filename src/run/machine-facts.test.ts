import assert from 'node:assert/strict'
import { test } from 'node:test'
import { smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { isObject } from '../base/json.ts'
import { version } from '../setup/version.ts'
import { machineFacts } from './machine-facts.ts'

test('a session tells its machine and the version of each tool', async (t) => {
  const prepared = await smallPrepared(workspace(t).folder)
  const facts = await machineFacts(prepared)
  assert.ok(isObject(facts))
  assert.equal(facts['millrace'], version)
  assert.equal(facts['node'], process.versions.node)
  assert.deepEqual(facts['tools'], { 'tool:work': prepared.steps[0]?.work?.plan.version })
  for (const figure of ['cores', 'memory_limit_bytes', 'disk_free_bytes']) assert.ok(Number(facts[figure]) > 0, figure)
})
