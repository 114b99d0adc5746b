import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { test } from 'node:test'
import { otherNode } from '../support/other-node.ts'
import { workspace } from '../support/workspace.ts'

const bin = resolve(import.meta.dirname, '../../bin')
const withNode = resolve(bin, 'with-node.js')
const old = otherNode()

/** Runs code that imports find-node.js as if on another system. */
function findNodeOn(disguise: string) {
  const code = `${disguise}
    const { findNode } = await import('file://${bin}/find-node.js')
    console.log(findNode())`
  return spawnSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' })
}

function pretend(object: string, key: string, value: string): string {
  return `Object.defineProperty(${object}, '${key}', { value: '${value}' });`
}

test('a Node that is new enough runs the script itself', () => {
  const { stdout } = findNodeOn(pretend('process.versions', 'node', '24.15.0'))
  assert.equal(stdout.trim(), process.execPath)
})

test('on Windows one sentence says where it runs', () => {
  const { status, stderr } = findNodeOn(pretend('process', 'platform', 'win32'))
  assert.equal(status, 2)
  assert.equal(stderr, 'Millrace runs on Linux and macOS. On Windows, run it inside WSL.\n')
})

test('an older Node without a bundled one is told what to install', () => {
  const { status, stderr } = findNodeOn(pretend('process.versions', 'node', '20.1.0') + pretend('process', 'arch', 'mips'))
  assert.equal(status, 2)
  assert.match(stderr, /^Millrace needs Node 24\.15 or newer, this is 20\.1\.0: install Node 24/)
})

test('an older Node finds the bundled one', { skip: missingBundle() }, () => {
  const { stdout } = findNodeOn(pretend('process.versions', 'node', '20.1.0'))
  assert.match(stdout.trim(), /node_modules\/node-linux-(x64|arm64)\/bin\/node$/)
})

function missingBundle(): string | false {
  return existsSync(resolve(bin, `../node_modules/node-${process.platform}-${process.arch}`))
    ? false
    : 'no bundled Node for this system'
}

test('a really older Node passes arguments on and the exit code back', { skip: old.missing }, (t) => {
  const room = workspace(t, { 'say.ts': 'console.log(process.versions.node, ...process.argv.slice(2)); process.exitCode = 7' })
  const { status, stdout } = spawnSync(old.path, [withNode, room.path('say.ts'), '--a', 'b c'], { encoding: 'utf8' })
  assert.equal(status, 7)
  assert.match(stdout, /^2[4-9]\.\d+\.\d+ --a b c\n$/)
})

test('a signal to the older Node reaches the one that works', { skip: old.missing }, async (t) => {
  const script = 'process.on("SIGTERM", () => process.exit(43)); setInterval(() => {}, 1000); console.log("ready")'
  const room = workspace(t, { 'wait.ts': script })
  const child = spawn(old.path, [withNode, room.path('wait.ts')], { stdio: ['ignore', 'pipe', 'inherit'] })
  await new Promise((ready) => child.stdout.once('data', ready))
  child.kill('SIGTERM')
  const code = await new Promise((ended) => child.on('exit', ended))
  assert.equal(code, 43)
})
