import assert from 'node:assert/strict'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { moduleHash } from './module-hash.ts'

const files = {
  'main.ts': "import { a } from './lib/a.ts'\nimport fs from 'node:fs'\nexport default () => a",
  'lib/a.ts': "export const a = 1\nexport * from '../main.ts'\nconst late = () => import('./b.js')",
  'lib/b.js': "const c = require('./c')\nmodule.exports = c",
  'lib/c.js': 'module.exports = 3',
  'lib/unrelated.ts': 'export const d = 4',
}

async function project(t: TestContext, changes: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-module-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries({ ...files, ...changes })) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  return join(folder, 'main.ts')
}

test('the same files have the same hash, wherever they lie', async (t) => {
  assert.equal(await moduleHash(await project(t)), await moduleHash(await project(t)))
})

test('a change in the module or in anything it imports by a relative path changes the hash', async (t) => {
  const before = await moduleHash(await project(t))
  for (const name of ['main.ts', 'lib/a.ts', 'lib/b.js', 'lib/c.js'] as const) {
    const changed = await project(t, { [name]: `${files[name]}\n// changed` })
    assert.notEqual(await moduleHash(changed), before, name)
  }
})

test('a file that nothing imports does not count', async (t) => {
  const changed = await project(t, { 'lib/unrelated.ts': 'export const d = 5' })
  assert.equal(await moduleHash(changed), await moduleHash(await project(t)))
})

test('a module that is not there is the system error, a missing import is left to the loader', async (t) => {
  await assert.rejects(moduleHash('/nowhere/main.ts'), { code: 'ENOENT' })
  assert.match(await moduleHash(await project(t, { 'lib/c.js': "require('./gone')" })), /^[0-9a-f]{64}$/)
})
