import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { crashBatch } from '../support/crash-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { assertWhole } from '../support/oracle.ts'
import { hasProgram } from '../support/system-setup.ts'

const launcher = resolve(import.meta.dirname, '../../bin/millrace.js')
const skip = hasProgram('prlimit') ? false : 'no prlimit'

test('with 64 open files at most, forty workers get everything done', { skip }, async (t) => {
  const batch = crashBatch(t, { items: shortOrFull(150, 1_000), commandMs: 5, workers: 40 })
  const args = ['--nofile=64', process.execPath, launcher, 'run', 'crash.yaml', '--report', 'none', '--progress', 'none']
  const { status, stderr } = spawnSync('prlimit', args, { cwd: batch.room.folder, encoding: 'utf8', timeout: 200_000 })
  assert.equal(status, 0, stderr)
  await assertWhole(batch)
})
