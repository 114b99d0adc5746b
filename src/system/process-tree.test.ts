import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { systemClock } from '../base/clock.ts'
import { endTree, familyOf, hasGroup } from './process-tree.ts'

async function startTree(script: string) {
  const name = crypto.randomUUID()
  const env = { PATH: process.env['PATH'], MILLRACE_TEST: name }
  const child = spawn('/bin/sh', ['-c', script], { env, detached: true, stdio: ['ignore', 'pipe', 'ignore'] })
  await once(child.stdout, 'data')
  assert.ok(child.pid !== undefined)
  return { child, root: child.pid, mark: `MILLRACE_TEST=${name}` }
}

test('a program, its children and a grandchild that left the group are ended', { timeout: 20_000 }, async () => {
  const escaped = '(setsid sh -c "trap \'\' TERM; echo up; sleep 300" &) ; sleep 300 & sleep 300'
  const { child, root, mark } = await startTree(process.platform === 'linux' ? escaped : 'echo up; sleep 300 & sleep 300')
  const exited = once(child, 'exit')
  assert.ok((await endTree({ root, mark }, systemClock)) >= 3)
  await exited
  assert.deepEqual(familyOf({ root, mark }), [])
})

test('a descendant whose parents have ended is found by the mark alone', async () => {
  const { child, mark } = await startTree('(sleep 300 & echo up) ; exit 0')
  if (child.exitCode === null) await once(child, 'exit')
  assert.equal(await endTree({ mark }, systemClock), 1)
  assert.deepEqual(familyOf({ mark }), [])
})

test('this process and its ancestors are never part of a tree', () => {
  const family = familyOf({ root: process.pid, mark: `PATH=${process.env['PATH']}` }).map(({ pid }) => pid)
  assert.equal(family.includes(process.pid), false)
  assert.equal(family.includes(process.ppid), false)
})

test('a group without members is not there', async () => {
  const child = spawn('/bin/sh', ['-c', 'exit 0'], { detached: true })
  await once(child, 'exit')
  assert.ok(child.pid !== undefined)
  assert.equal(hasGroup(child.pid), false)
})
