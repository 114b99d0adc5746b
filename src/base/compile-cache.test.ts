import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'

const code = `
  const { keepCompiled, sharedCompiled } = await import(${JSON.stringify(new URL('./compile-cache.ts', import.meta.url).href)})
  keepCompiled()
  const { Worker } = await import('node:worker_threads')
  new Worker('import("node:module").then((m) => console.log(m.getCompileCacheDir()))', { eval: true, env: sharedCompiled() })
`

function run(env: NodeJS.ProcessEnv): { readonly status: number | null; readonly said: string } {
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8', env })
  return { status, said: stdout.trim() }
}

test('what is compiled is kept in a folder of the user, and threads share it', { skip: process.platform !== 'linux' }, (t) => {
  const room = workspace(t)
  const { said } = run({ XDG_CACHE_HOME: room.folder })
  assert.ok(said.startsWith(room.path('millrace/compiled/')), said)
  assert.deepEqual(readdirSync(room.path('millrace/compiled')).length, 1)
})

test('NODE_COMPILE_CACHE names another folder', (t) => {
  const room = workspace(t)
  assert.ok(run({ NODE_COMPILE_CACHE: room.path('here') }).said.startsWith(room.path('here/')))
  assert.ok(existsSync(room.path('here')))
})

test('a folder that cannot be made does not stop the start', (t) => {
  const room = workspace(t, { file: '' })
  assert.deepEqual(run({ NODE_COMPILE_CACHE: room.path('file/below') }), { status: 0, said: 'undefined' })
})
