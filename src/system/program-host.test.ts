import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { test } from 'node:test'
import { until } from '../../test/support/until.ts'
import { isRunning, runningProcesses, withEnvironment } from './process-table.ts'

const owner = `
import { runProgram } from '${join(import.meta.dirname, 'program.ts')}'
const [, mark = ''] = process.argv
runProgram({ command: '/bin/sh', args: ['-c', 'sleep 300 & sleep 300'], cwd: '/', env: { PATH: process.env.PATH ?? '', MILLRACE_TEST: mark } })
`

test('when its owner is killed, a host ends the programs that run and goes', {
  skip: process.platform !== 'linux',
  timeout: 30_000,
}, async () => {
  const mark = crypto.randomUUID()
  const running = () => withEnvironment(`MILLRACE_TEST=${mark}`).size
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', owner, mark], { stdio: 'ignore' })
  assert.ok(await until(() => running() === 3))
  const children = runningProcesses().filter(({ parent }) => parent === child.pid)
  child.kill('SIGKILL')
  await once(child, 'exit')
  assert.ok(await until(() => running() === 0, { forMs: 4_000 }))
  assert.equal(children.length, 1)
  assert.ok(await until(() => !children.some(isRunning), { forMs: 4_000 }))
})
