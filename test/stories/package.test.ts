import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { otherNode } from '../support/other-node.ts'
import { type Workspace, workspace } from '../support/workspace.ts'

const project = resolve(import.meta.dirname, '../..')
const old = otherNode()

function npm(folder: string, ...args: readonly string[]) {
  return spawnSync('npm', [...args, '--loglevel=error'], { cwd: folder, encoding: 'utf8', timeout: 180_000 })
}

/** The package, made from this checkout and installed in a folder that knows nothing of it. */
function install(t: TestContext): { readonly room: Workspace; readonly problem: string | undefined } {
  const room = workspace(t, { 'package.json': '{ "name": "elsewhere", "private": true }' })
  const packed = npm(project, 'pack', '--pack-destination', room.folder)
  assert.equal(packed.status, 0, packed.stderr)
  const [tarball] = readdirSync(room.folder).filter((file) => file.endsWith('.tgz'))
  assert.ok(tarball !== undefined, 'npm pack made no package')
  const from = ['install', `./${tarball}`, '--ignore-scripts', '--no-audit', '--no-fund']
  const offline = npm(room.folder, ...from, '--offline')
  if (offline.status === 0) return { room, problem: undefined }
  const online = npm(room.folder, ...from, '--prefer-offline')
  return {
    room,
    problem: online.status === 0 ? undefined : `npm install could not fetch the dependencies: ${online.stderr.slice(0, 300)}`,
  }
}

test('the package, installed elsewhere, shows its help, runs a batch and can be imported', async (t) => {
  const { room, problem } = install(t)
  if (problem !== undefined) return t.skip(problem)
  const installed = room.path('node_modules/millrace')
  await t.test('it holds what is needed to run, and neither sources nor tests', () => {
    assert.ok(existsSync(join(installed, 'dist/index.d.ts')))
    assert.ok(!existsSync(join(installed, 'src')))
    assert.deepEqual(
      readdirSync(join(installed, 'dist'), { recursive: true }).filter((file) => String(file).includes('.test.')),
      [],
    )
  })
  const command = room.path('node_modules/.bin/millrace')
  const run = (node: string, ...args: readonly string[]) =>
    spawnSync(node, [command, ...args], { cwd: room.folder, encoding: 'utf8', timeout: 60_000 })
  await t.test('--help', () => {
    const { status, stdout, stderr } = run(process.execPath, '--help')
    assert.equal(status, 0, stderr)
    assert.match(stdout, /Usage: millrace/i)
  })
  writeBatch(room)
  await t.test('a batch', () => {
    const { status, stderr } = run(process.execPath, 'run', 'shout.yaml', '--progress', 'none')
    assert.equal(status, 0, stderr)
    assert.equal(readFileSync(room.path('output/a.txt'), 'utf8').trim(), 'one!')
  })
  await t.test('a batch, started by an older Node', { skip: old.missing }, () => {
    const { status, stderr } = run(old.path, 'run', 'shout.yaml', '--progress', 'none', '--output', 'again')
    assert.equal(status, 0, stderr)
    assert.equal(readFileSync(room.path('again/b.txt'), 'utf8').trim(), 'two!')
  })
  await t.test('as a library', () => {
    const code = `import { processBatch } from 'millrace'; import { listBatches } from 'millrace/inspect'
      const result = await processBatch([{ id: 'a', data: 'x' }], { name: 'lib', steps: [{ name: 'echo', tool: 'command', command: ['echo', '{input}'] }], output: { path: 'lib' } })
      console.log(result.succeeded, typeof listBatches)`
    room.write('library.mjs', code)
    const { status, stdout, stderr } = spawnSync(process.execPath, ['library.mjs'], {
      cwd: room.folder,
      encoding: 'utf8',
      timeout: 60_000,
    })
    assert.equal(status, 0, stderr)
    assert.match(stdout, /^1 function$/m)
  })
})

function writeBatch(room: Workspace): void {
  room.write('items.jsonl', '{"id":"a","text":"one"}\n{"id":"b","text":"two"}\n')
  room.write(
    'shout.yaml',
    `name: shout
input: { type: jsonl, path: items.jsonl, id: id }
steps:
  - { name: shout, tool: command, command: [printf, "%s!", "{input.text}"] }
  - { name: write, tool: filesystem, action: write, path: "{output_path}", content: "{result.stdout}" }
output: { path: ./output, naming: "{item.id}.txt" }
`,
  )
}
