import assert from 'node:assert/strict'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { fakeContext, testFolder } from '../../test/support/step-context.ts'
import { ownFile, readablePath, removablePath } from './filesystem-paths.ts'

async function context(t: TestContext) {
  const base = await testFolder(t)
  for (const name of ['out', 'in', 'pipe']) await mkdir(join(base, name))
  return { base, context: fakeContext({ root: join(base, 'out'), file: join(base, 'in/a'), folder: join(base, 'pipe') }) }
}

test('reading reaches the item, its neighbours, the pipeline and the output, and nothing else', async (t) => {
  const { base, context: own } = await context(t)
  const read = (path?: string) => readablePath({ ...(path === undefined ? {} : { path }), allow_outside: false }, own)
  assert.equal(await read(), join(base, 'in/a'))
  assert.equal(await read('terms/x'), join(base, 'pipe/terms/x'))
  for (const path of ['in/b', 'out/c']) assert.equal(await read(join(base, path)), join(base, path))
  for (const path of ['/etc/passwd', '../secret', join(base, 'other')]) await assert.rejects(read(path), { code: 'PATH_OUTSIDE' })
})

test('taking away reaches the output only, unless the file allows more', async (t) => {
  const { base, context: own } = await context(t)
  assert.equal(await removablePath({ path: 'x', allow_outside: false }, own), join(base, 'out/x'))
  await assert.rejects(removablePath({ allow_outside: false }, own), { code: 'PATH_OUTSIDE', fix: /allow_outside/ })
  assert.equal(await removablePath({ allow_outside: true }, own), join(base, 'in/a'))
})

test('an item without a file says so', () => {
  assert.throws(() => ownFile(fakeContext()), { code: 'ITEM_HAS_NO_FILE' })
})
