import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { type ChildRequest, runChild } from './child-program.ts'
import { familyOf } from './process-tree.ts'

const never = new AbortController().signal

function request(script: string, more: Partial<ChildRequest> = {}): ChildRequest {
  const env = { PATH: process.env['PATH'] ?? '', MILLRACE_CALL: crypto.randomUUID() }
  return { command: '/bin/sh', args: ['-c', script], cwd: '/', env, captureBytes: 1024, ...more }
}

const marked = ({ env }: ChildRequest) => familyOf({ mark: `MILLRACE_CALL=${env['MILLRACE_CALL']}` })

test('a program ends with its exit code and what it wrote', async () => {
  const { ms, ...end } = await runChild(request('echo out; echo err >&2; exit 3'), never, systemClock)
  assert.deepEqual(end, {
    exitCode: 3,
    signal: undefined,
    stdout: 'out\n',
    stderr: 'err\n',
    stdoutBytes: 4,
    stderrBytes: 4,
    timedOut: false,
  })
  assert.ok(ms > 0)
})

test('a signal that ended it has a name', async () => {
  const end = await runChild(request('kill -SEGV $$'), never, systemClock)
  assert.equal(end.exitCode, undefined)
  assert.equal(end.signal, 'SIGSEGV')
})

test('arguments arrive as they are', async () => {
  const args = ['-c', 'printf "%s|" "$@"', 'sh', '$(touch /tmp/canary)', '-rf', 'a\'b"c', 'new\nline', 'ü€', '']
  const { stdout } = await runChild(request('', { args }), never, systemClock)
  assert.equal(stdout, '$(touch /tmp/canary)|-rf|a\'b"c|new\nline|ü€||')
  assert.equal(existsSync('/tmp/canary'), false)
})

test('input arrives whole, and a program that does not read it is no error', async () => {
  const input = 'x'.repeat(300_000)
  assert.equal((await runChild(request('wc -c', { input }), never, systemClock)).stdout.trim(), '300000')
  assert.equal((await runChild(request('exit 0', { input }), never, systemClock)).exitCode, 0)
})

test('a timeout ends the program and the grandchildren that its parent left behind', async () => {
  const call = request('(sleep 300 &) ; sleep 300', { timeoutMs: 100 })
  const end = await runChild(call, never, systemClock)
  assert.equal(end.timedOut, true)
  assert.deepEqual(marked(call), [])
})

test('a program that writes more than it may is ended, and what it wrote is counted', async () => {
  const end = await runChild(request('yes', { mostOutputBytes: 100_000 }), never, systemClock)
  assert.equal(end.exitCode, undefined)
  assert.ok(end.stdoutBytes > 100_000)
  assert.equal(end.timedOut, false)
  assert.ok(Buffer.byteLength(end.stdout) < 1200)
})

test('a stop before the start ends it too', async () => {
  const call = request('sleep 300')
  const end = await runChild(call, AbortSignal.abort(), systemClock)
  assert.equal(end.signal, 'SIGTERM')
  assert.equal(end.timedOut, false)
})

test('what a program leaves running in its own group ends with it', async () => {
  const call = request('sleep 300 & echo done')
  const end = await runChild(call, never, systemClock)
  assert.equal(end.stdout, 'done\n')
  assert.deepEqual(marked(call), [])
})

test('a program that is not there is the system error', async () => {
  await assert.rejects(runChild(request('', { command: '/no/such/program' }), never, systemClock), { code: 'ENOENT' })
})
