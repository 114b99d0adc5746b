import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../../test/support/command.ts'

test('the schema of pipeline files is JSON', async () => {
  const schema = JSON.parse((await command('/', 'schema')).stdout)
  assert.ok('steps' in schema.properties)
})
