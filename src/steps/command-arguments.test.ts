import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillArguments, uses } from './command-arguments.ts'

const names = { filename: '-rf', input: { title: '-x', count: -5, list: [1, 2] }, config: { flag: '--fast' }, result: '--evil' }

test('each argument stays one argument, whatever its value', () => {
  assert.deepEqual(fillArguments(['a', '{input.list}', 'x {input.title} y'], names), ['a', '[1,2]', 'x -x y'])
})

test('a path that begins with a hyphen gets a folder before it', () => {
  assert.deepEqual(fillArguments(['rm', '{filename}'], names), ['rm', './-rf'])
})

test('other data that begins with a hyphen is refused as an argument of its own', () => {
  assert.throws(() => fillArguments(['t', '{input.title}'], names), { name: 'PermanentError', code: 'ARGUMENT_OPTION' })
  assert.throws(() => fillArguments(['t', '{result}'], names), { code: 'ARGUMENT_OPTION' })
})

test('behind "--", joined to an option, as a number or from the config it is allowed', () => {
  assert.deepEqual(fillArguments(['--', '{input.title}'], names), ['--', '-x'])
  assert.deepEqual(fillArguments(['--t={input.title}', '{input.count}', '{config.flag}'], names), ['--t=-x', '-5', '--fast'])
})

test('whether a name is used is seen in any of the texts', () => {
  assert.equal(uses(['a', 'b {output_path | upper}'], 'output_path'), true)
  assert.equal(uses(['output_path', '{{output_path}}'], 'output_path'), false)
})
