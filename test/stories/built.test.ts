import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync, symlinkSync, utimesSync } from 'node:fs'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { type Workspace, workspace } from '../support/workspace.ts'

const project = resolve(import.meta.dirname, '../..')

/** A checkout of its own, built, whose built command says so. */
function builtCheckout(t: TestContext): Workspace {
  const room = workspace(t)
  const isWanted = (path: string) => !path.endsWith('.test.ts')
  for (const part of ['src', 'bin', 'scripts', 'package.json', 'package-lock.json'])
    cpSync(resolve(project, part), room.path(part), { recursive: true, filter: isWanted })
  symlinkSync(resolve(project, 'node_modules'), room.path('node_modules'))
  const { status, stderr } = run(room, 'scripts/prepare.ts')
  assert.equal(status, 0, stderr)
  room.write('dist/apps/cli/main.js', 'console.log("built")')
  return room
}

function run(room: Workspace, script: string, ...args: readonly string[]) {
  return spawnSync(process.execPath, [room.path(script), ...args], { encoding: 'utf8', timeout: 60_000 })
}

function version(room: Workspace): string {
  return run(room, 'bin/millrace.js', '--version').stdout.trim()
}

test('a checkout runs what was built from its sources, and the sources as soon as one of them is another', (t) => {
  const room = builtCheckout(t)
  assert.equal(version(room), 'built')
  // The same text, written again: nobody compares texts at every start.
  utimesSync(room.path('src/batch.ts'), new Date(), new Date())
  assert.match(version(room), /^\d+\.\d+\.\d+$/)
})

test('a source that is gone makes the build stale, and so does a build that did not come to its end', (t) => {
  const room = builtCheckout(t)
  rmSync(room.path('src/sources/define-source.ts'))
  assert.notEqual(version(room), 'built')
  rmSync(room.path('dist/built-from.json'))
  assert.notEqual(version(room), 'built')
})

test('what is built keeps the names of the errors, by which they cross threads', async (t) => {
  const room = builtCheckout(t)
  const built: Record<string, unknown> = await import(pathToFileURL(room.path('dist/index.js')).href)
  const names = Object.keys(built).filter((name) => name.endsWith('Error') && name !== 'isMillraceError')
  assert.ok(names.length >= 5)
  for (const name of names) assert.equal(typeof built[name] === 'function' && built[name].name, name)
})
