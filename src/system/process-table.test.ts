import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { isRunning, runningProcess, runningProcesses, withEnvironment } from './process-table.ts'

const find = (pid: number | undefined) => runningProcesses().find((one) => one.pid === pid)

test('this process is in the table, below its parent', () => {
  const own = find(process.pid)
  assert.equal(own?.parent, process.ppid)
  assert.ok(own !== undefined && isRunning(own))
  assert.deepEqual(runningProcess(process.pid), own)
})

test('a process is found by its environment while it runs, and is gone afterwards', async () => {
  const mark = `MILLRACE_TEST=${crypto.randomUUID()}`
  const child = spawn('/bin/cat', { env: { A: '1', MILLRACE_TEST: mark.split('=')[1] }, stdio: ['pipe', 'ignore', 'ignore'] })
  await once(child, 'spawn')
  const found = find(child.pid)
  assert.deepEqual([...withEnvironment(mark)], [child.pid])
  assert.equal(withEnvironment(mark.slice(0, -1)).size, 0)
  child.stdin.end()
  await once(child, 'exit')
  assert.ok(found !== undefined)
  assert.equal(isRunning(found), false)
})

test('another process with the same pid is not the same process', () => {
  const own = find(process.pid)
  assert.ok(own !== undefined)
  assert.equal(isRunning({ ...own, start: '1' }), false)
})
