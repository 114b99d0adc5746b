import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type FakeContextParts, fakeContext, testFolder } from '../../test/support/step-context.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { commandTool } from './command.ts'

async function run(options: JsonObject, parts: FakeContextParts = {}): Promise<Json> {
  return commandTool.run(commandTool.options.parse(options), fakeContext(parts))
}

async function outputPlace(t: TestContext): Promise<{ readonly root: string; readonly outputPath: string }> {
  const root = await testFolder(t)
  return { root, outputPath: join(root, 'sub/a.txt') }
}

const shell = (command: string) => ({ command, shell: true })

test('the value is what the program wrote and its exit code', async () => {
  const value = await run(
    { command: ['sh', '-c', 'echo "$1"; echo e >&2; exit 3', 'sh', '{input.v}'], expect: [0, 3] },
    { data: { v: 'ü $(id)' } },
  )
  assert.deepEqual(value, { stdout: 'ü $(id)\n', stderr: 'e\n', exit_code: 3 })
})

test('an exit code that was not expected fails with the last line, and may be tried again', async () => {
  await assert.rejects(run(shell('echo first >&2; echo "bad \u001b[31mfile" >&2; exit 2')), {
    name: 'RetryableError',
    code: 'COMMAND_FAILED',
    message: 'the shell command ended with exit code 2: bad �[31mfile',
  })
})

test('a program that somebody killed has given no answer, and has a code of its own', async () => {
  const killed = { name: 'RetryableError', code: 'COMMAND_KILLED', message: 'the shell command was ended by SIGKILL' }
  await assert.rejects(run(shell('kill -9 $$')), killed)
})

test('what a program writes to {output_path} appears there only when it has succeeded', async (t) => {
  const place = await outputPlace(t)
  const copy = { command: ['sh', '-c', 'printf half > "$1"; printf %s "$2" >> "$1"', 'sh', '{output_path}', '{input}'] }
  await run(copy, { ...place, data: ' whole' })
  assert.equal(await readFile(place.outputPath, 'utf8'), 'half whole')
  const broken = { ...place, outputPath: join(place.root, 'b.txt') }
  await assert.rejects(run(shell('echo half > {output_path}; exit 1'), broken), { code: 'COMMAND_FAILED' })
  assert.deepEqual((await readdir(place.root)).sort(), ['.millrace-tmp', 'sub'])
})

test('a program that wrote nothing to {output_path} has failed', async (t) => {
  await assert.rejects(run(shell(': {output_path}'), await outputPlace(t)), { code: 'OUTPUT_MISSING' })
})

test('a program that changes an earlier output works on a copy of it', async (t) => {
  const place = await outputPlace(t)
  const context = fakeContext(place)
  for (const command of ['echo one > {output_path}', 'echo two >> {output_path}']) {
    await commandTool.run(commandTool.options.parse(shell(command)), context)
  }
  assert.equal(await readFile(place.outputPath, 'utf8'), 'one\ntwo\n')
})

test('env, stdin and cwd take placeholders, and values stay values', async (t) => {
  const folder = await testFolder(t)
  const options = { ...shell('cat; printf "|%s|" "$TEXT"; pwd'), env: { TEXT: '{input.v}' }, stdin: '<{input.v}>', cwd: folder }
  const value = await run(options, { data: { v: '$(id)' } })
  assert.deepEqual(value, { stdout: `<$(id)>|$(id)|${folder}\n`, stderr: '', exit_code: 0 })
})

test('a secret is passed only where it is named, and never comes back', async (t) => {
  process.env['MILLRACE_TEST_TOKEN'] = 'hunter2-and-more'
  t.after(() => delete process.env['MILLRACE_TEST_TOKEN'])
  const print = shell('echo "[$MILLRACE_TEST_TOKEN]"; exit $CODE')
  assert.deepEqual(await run(print), { stdout: '[]\n', stderr: '', exit_code: 0 })
  const named = { ...print, secrets: ['MILLRACE_TEST_TOKEN'] }
  assert.deepEqual(await run(named), { stdout: '[[secret]]\n', stderr: '', exit_code: 0 })
  await assert.rejects(run({ ...named, env: { CODE: '1' } }), { message: /exit code 1: \[\[secret\]\]$/ })
})

test('an abort ends the program', async () => {
  const stop = new AbortController()
  const running = run(shell('sleep 300'), { signal: stop.signal })
  stop.abort(new Error('enough'))
  await assert.rejects(running, /enough/)
})

test('a string needs `shell: true`, and a list must not have it', () => {
  for (const options of [{ command: 'echo a' }, { command: ['echo'], shell: true }]) {
    const parsed = commandTool.options.safeParse(options)
    assert.match(String(parsed.error?.issues[0]?.message), /expected a list \["program"/)
  }
})
