import assert from 'node:assert/strict'
import { test } from 'node:test'
import { killOrphans } from './orphans.ts'
import { runProgram } from './program.ts'

test('a daemon of an ended program is found by the name of its batch', { skip: process.platform !== 'linux' }, async () => {
  const batch = crypto.randomUUID()
  const daemon = '(setsid sh -c "echo up; exec sleep 300 >/dev/null 2>&1" &) | { read up; }'
  const start = (name: string) => {
    const env = { PATH: process.env['PATH'] ?? '', MILLRACE_BATCH: name }
    return runProgram({ command: '/bin/sh', args: ['-c', daemon], cwd: '/', env })
  }
  await Promise.all([start(batch), start(`${batch}-2`)])
  assert.equal(await killOrphans(batch), 1)
  assert.equal(await killOrphans(batch), 0)
  assert.equal(await killOrphans(`${batch}-2`), 1)
})
