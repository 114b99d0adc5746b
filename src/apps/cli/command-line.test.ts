import assert from 'node:assert/strict'
import { test } from 'node:test'
import { command } from '../../../test/support/command.ts'

test('an unknown command is refused with a spelling', async () => {
  assert.deepEqual(await command('/', 'rnu'), {
    code: 2,
    stdout: '',
    stderr: 'error: Unknown command "rnu". Did you mean "run"?\n  fix: See `millrace --help`.\n',
  })
})

test('an unknown flag is refused with a spelling', async () => {
  const { code, stderr } = await command('/', 'run', '--inptu', 'x')
  assert.deepEqual(
    [code, stderr],
    [2, 'error: Unknown option "--inptu". Did you mean "--input"?\n  fix: See `millrace run --help`.\n'],
  )
})

test('help goes to standard output and is no error', async () => {
  const { code, stdout, stderr } = await command('/', '--help')
  assert.deepEqual([code, stderr], [0, ''])
  assert.match(stdout, /^Usage: millrace COMMAND \[OPTIONS\]\n/)
  assert.match((await command('/', 'run', '--help')).stdout, /--pipeline <NAME\|FILE>/)
})

test('without a command the help is shown as an error', async () => {
  const { code, stdout, stderr } = await command('/')
  assert.deepEqual([code, stdout], [2, ''])
  assert.match(stderr, /^Usage: /)
})

test('the version is one line', async () => {
  assert.match((await command('/', '--version')).stdout, /^\d+\.\d+\.\d+\n$/)
})

test('a command of a later version is told as such', async () => {
  const { code, stderr } = await command('/', 'ui')
  assert.deepEqual([code, stderr.split('\n')[0]], [2, 'error: The dashboard (`ui`) is not part of this version of Millrace.'])
})

test('a stack is printed only with --debug', async () => {
  assert.doesNotMatch((await command('/', 'status')).stderr, /\n {4}at /)
  assert.match((await command('/', 'status', '--debug')).stderr, /\n {4}at /)
})
