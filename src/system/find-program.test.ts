import assert from 'node:assert/strict'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { findProgram } from './find-program.ts'

test('a name is looked up in the PATH, a path starts at the working directory', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-find-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'tool'), '#!/bin/sh\n')
  assert.equal(findProgram('tool', { cwd: '/', path: `/nowhere:${folder}` }), undefined)
  await chmod(join(folder, 'tool'), 0o755)
  assert.equal(findProgram('tool', { cwd: '/', path: `/nowhere:${folder}` }), join(folder, 'tool'))
  assert.equal(findProgram('./tool', { cwd: folder, path: '' }), join(folder, 'tool'))
  assert.equal(findProgram('./tool', { cwd: '/', path: folder }), undefined)
  assert.equal(findProgram(folder, { cwd: '/', path: '' }), undefined)
})
