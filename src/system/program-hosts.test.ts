import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { ProgramHosts } from './program-hosts.ts'

const request = (script: string) => ({
  command: '/bin/sh',
  args: ['-c', script],
  cwd: '/',
  env: { PATH: process.env['PATH'] ?? '', MILLRACE_CALL: crypto.randomUUID() },
  captureBytes: 100,
})

test('a second host is made when the first is busy, and never more than allowed', async () => {
  const hosts = new ProgramHosts(2)
  assert.deepEqual(hosts.pids, [])
  await hosts.run(request('exit 0'), undefined)
  await hosts.run(request('exit 0'), undefined)
  assert.equal(hosts.pids.length, 1)
  await Promise.all([1, 2, 3, 4].map(() => hosts.run(request('exit 0'), undefined)))
  assert.equal(hosts.pids.length, 2)
})

test('a host that was made ready is the one that the first program starts from', async () => {
  const hosts = new ProgramHosts(2)
  hosts.ready()
  const ready = hosts.pids
  await hosts.run(request('exit 0'), undefined)
  assert.equal(ready.length, 1)
  assert.deepEqual(hosts.pids, ready)
})

test('an answer goes to the call that asked, also when the first call ends last', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-hosts-'))
  t.after(() => rm(folder, { recursive: true }))
  const hosts = new ProgramHosts(1)
  const scripts = [`while [ ! -e ${folder}/last ]; do :; done; exit 1`, 'exit 2', `touch ${folder}/last; exit 3`]
  const answers = await Promise.all(scripts.map((script) => hosts.run(request(script), undefined)))
  assert.deepEqual(
    answers.map((answer) => ('end' in answer ? answer.end.exitCode : answer.failed)),
    [1, 2, 3],
  )
})

test('what cannot be started is told with the code of the system', async () => {
  const answer = await new ProgramHosts(1).run({ ...request(''), command: '/no/such/program' }, undefined)
  assert.equal('failed' in answer && answer.failed.code, 'ENOENT')
})
