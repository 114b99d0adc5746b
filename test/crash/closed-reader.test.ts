import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { systemClock } from '../../src/base/clock.ts'
import { crashBatch } from '../support/crash-batch.ts'
import { assertWhole } from '../support/oracle.ts'

const launcher = resolve(import.meta.dirname, '../../bin/millrace.js')

/** Runs a shell line in which `millrace` is the command. */
function shell(folder: string, line: string) {
  const script = `millrace() { '${process.execPath}' '${launcher}' "$@"; }; ${line}`
  return spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8', timeout: 60_000 })
}

test('a reader of events that goes away does not stop the batch', async (t) => {
  const batch = crashBatch(t, { items: 40, commandMs: 10 })
  const { stdout } = shell(batch.room.folder, 'millrace run crash.yaml --progress ndjson 2>&1 >/dev/null | head -n 1')
  assert.match(stdout, /batch:start/)
  await assertWhole(batch)
})

test('a reader of events that never reads does not stop the batch', async (t) => {
  const batch = crashBatch(t, { items: 400, commandMs: 0 })
  const started = systemClock.now()
  const { status } = shell(batch.room.folder, 'millrace run crash.yaml --progress ndjson 2> >(exec sleep 40 >&- 2>&-) >/dev/null')
  assert.equal(status, 0)
  assert.ok(systemClock.now() - started < 30_000, 'the batch waited for its reader')
  await assertWhole(batch)
})

test('`items --json | head` ends quietly', async (t) => {
  const batch = crashBatch(t, { items: 40, commandMs: 0 })
  shell(batch.room.folder, 'millrace run crash.yaml --progress none')
  const { stdout, stderr } = shell(batch.room.folder, 'millrace items --json | head -n 1')
  assert.equal(stdout.trim().split('\n').length, 1)
  assert.equal(stderr, '')
})
