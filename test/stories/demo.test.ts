/** `npm run demo` is what a person tries first. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { samplesFolder } from '../support/image-run.ts'
import { workspace } from '../support/workspace.ts'

test('the demo converts every sample, says where they are, and leaves the checkout as it is', (t) => {
  const project = resolve(import.meta.dirname, '../..')
  const room = workspace(t)
  const before = readdirSync(project)
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(project, 'examples/demo.ts')], {
    cwd: project,
    env: { ...process.env, TMPDIR: room.folder },
    encoding: 'utf8',
  })
  assert.equal(status, 0, stderr)
  const [, count, folder = ''] = /(\d+) PNGs in (.+)/.exec(stdout) ?? []
  assert.equal(Number(count), readdirSync(samplesFolder).length)
  assert.ok(folder.startsWith(room.folder))
  assert.ok(existsSync(/Report: (.+\.html)/.exec(stdout)?.[1] ?? ''), stdout)
  assert.deepEqual(readdirSync(project), before)
})
