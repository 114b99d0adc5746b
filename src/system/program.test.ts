import assert from 'node:assert/strict'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { withEnvironment } from './process-table.ts'
import { helperPids, runProgram } from './program.ts'

const env = { PATH: process.env['PATH'] ?? '' }
const shell = (script: string) => ({ command: '/bin/sh', args: ['-c', script], cwd: '/', env })

async function folder(t: TestContext): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'millrace-program-'))
  t.after(() => rm(path, { recursive: true, force: true }))
  return path
}

test('a program runs with exactly the environment it was given, and the mark of the call', async () => {
  const { stdout } = await runProgram({ command: 'env', args: [], cwd: '/', env: { ...env, A: 'ü b' } })
  const names = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0])
  assert.deepEqual(names.sort(), ['A', 'MILLRACE_CALL', 'PATH'])
  assert.match(stdout, /^A=ü b$/m)
})

test('many run at once, each with its own output', async () => {
  const ends = await Promise.all(Array.from({ length: 20 }, (_, n) => runProgram(shell(`echo ${n}; exit ${n}`))))
  assert.deepEqual(
    ends.map(({ stdout }) => Number(stdout)),
    ends.map((_, n) => n),
  )
  assert.deepEqual(
    ends.map(({ exitCode }) => exitCode),
    ends.map((_, n) => n),
  )
})

test('what cannot be started says why', async (t) => {
  const path = join(await folder(t), 'script')
  await writeFile(path, 'no interpreter')
  const call = { args: [], cwd: '/', env }
  await assert.rejects(runProgram({ ...call, command: 'no-such-program' }), { name: 'PermanentError', code: 'PROGRAM_MISSING' })
  await assert.rejects(runProgram({ ...call, command: path }), { code: 'PROGRAM_NOT_EXECUTABLE' })
  await chmod(path, 0o755)
  await writeFile(path, '#!/no/such/interpreter\n')
  await assert.rejects(runProgram({ ...call, command: path }), { code: 'PROGRAM_MISSING' })
  await assert.rejects(runProgram({ ...call, command: 'env', cwd: '/no/where' }), { name: 'BatchError', code: 'FOLDER_MISSING' })
  await assert.rejects(runProgram({ ...call, command: 'env', args: ['a\0b'] }), { code: 'ARGUMENT_NUL' })
  await assert.rejects(runProgram({ ...call, command: 'env', args: ['x'.repeat(4_000_000)] }), { code: 'ARGUMENTS_TOO_LONG' })
})

test('an aborted call ends its program and rejects with the reason', async (t) => {
  const path = join(await folder(t), 'pid')
  const stop = new AbortController()
  const running = runProgram({
    ...shell(`echo $$ > ${path}; sleep 300`),
    env: { ...env, MILLRACE_TEST: path },
    signal: stop.signal,
  })
  while ((await readFile(path, 'utf8').catch(() => '')) === '') await new Promise(setImmediate)
  stop.abort(new Error('enough'))
  await assert.rejects(running, /enough/)
  assert.equal(withEnvironment(`MILLRACE_TEST=${path}`).size, 0)
  await assert.rejects(runProgram({ ...shell('exit 0'), signal: stop.signal }), /enough/)
})

test('when the helper process is killed, its programs are ended and the calls may be repeated', async (t) => {
  const path = join(await folder(t), 'pid')
  const running = runProgram({ ...shell(`echo $$ > ${path}; sleep 300`), env: { ...env, MILLRACE_TEST: path } })
  while ((await readFile(path, 'utf8').catch(() => '')) === '') await new Promise(setImmediate)
  const helpers = helperPids()
  for (const pid of helpers) process.kill(pid, 'SIGKILL')
  await assert.rejects(running, { name: 'RetryableError', code: 'PROGRAM_HOST_LOST' })
  assert.equal(withEnvironment(`MILLRACE_TEST=${path}`).size, 0)
  while (helperPids().some((pid) => helpers.includes(pid))) await new Promise(setImmediate)
  assert.equal((await runProgram(shell('exit 7'))).exitCode, 7)
})
