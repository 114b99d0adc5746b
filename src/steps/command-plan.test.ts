import assert from 'node:assert/strict'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { testFolder } from '../../test/support/step-context.ts'
import { commandPlan } from './command-plan.ts'

const setting = { folder: '/', config: { program: 'sh' } }

test('a program that is not installed is known before the first item', () => {
  assert.deepEqual(commandPlan({ command: ['no-such-program'] }, setting).missing, [
    'the program "no-such-program" was not found in the PATH',
  ])
  assert.deepEqual(commandPlan({ command: ['./no-such'] }, setting).missing, ['the program "./no-such" was not found below /'])
  assert.deepEqual(commandPlan({ command: ['{config.program}', '{path}'] }, setting).missing, [])
  assert.deepEqual(commandPlan({ command: 'echo {path}', shell: true }, setting).missing, [])
})

test('data never decides which program runs', () => {
  assert.throws(() => commandPlan({ command: ['{input.tool}'] }, setting), { name: 'UsageError', code: 'COMMAND_FROM_DATA' })
})

test('a variable that is to be passed on must be there', () => {
  const { missing } = commandPlan({ command: ['sh'], secrets: ['NO_SUCH_TOKEN'], pass_env: ['PATH'] }, setting)
  assert.deepEqual(missing, ['the variable NO_SUCH_TOKEN is not in the environment'])
})

test('a changed script beside the pipeline is a new version, an installed program is not looked into', async (t) => {
  const folder = await testFolder(t)
  const versions = []
  for (const text of ['#!/bin/sh\n', '#!/bin/sh\necho\n']) {
    await writeFile(join(folder, 'own.sh'), text)
    await chmod(join(folder, 'own.sh'), 0o755)
    versions.push(commandPlan({ command: ['./own.sh'] }, { folder, config: {} }).version)
  }
  assert.notEqual(versions[0], versions[1])
  assert.equal(commandPlan({ command: ['sh'] }, setting).version, '1')
})
