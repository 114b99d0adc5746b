import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeFace } from '../../../test/support/command.ts'
import { buildProgram, buildWholeProgram, namedCommand } from './program.ts'

test('only the named command is built in full', async () => {
  const program = await buildProgram(['tune', '--workers', '2'], fakeFace('/'))
  const flags = (name: string) => program.commands.find((command) => command.name() === name)?.options.map(({ long }) => long)
  assert.deepEqual(flags('tune'), ['--debug', '--ledger', '--json', '--workers', '--stage', '--rate'])
  assert.deepEqual(flags('run'), ['--debug'])
})

test('the whole program has every command in full', async () => {
  const { commands } = await buildWholeProgram(fakeFace('/'))
  assert.ok(commands.every((command) => command.options.length > 1 || command.registeredArguments.length > 0))
})

test('the command is found behind flags and behind help', () => {
  assert.equal(namedCommand(['--debug', 'run', 'x']), 'run')
  assert.equal(namedCommand(['help', 'run']), 'run')
  assert.equal(namedCommand(['--help']), undefined)
})
