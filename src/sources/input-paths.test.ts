import assert from 'node:assert/strict'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { type InputPaths, planPaths } from './input-paths.ts'

async function roots(t: TestContext, input: Partial<InputPaths>) {
  const { folder } = await sourceFolder(t, { 'a/b/x.py': '', 'a/c/y.py': '', 'd/z.py': '' })
  const plan = await planPaths({ path: [], pattern: [], exclude: [], recursive: true, hidden: false, ...input }, folder)
  return { root: path.relative(folder, plan.root), roots: plan.roots.map((root) => path.relative(folder, root)) }
}

test('the root is the fixed part of a pattern', async (t) => {
  assert.equal((await roots(t, { pattern: ['a/b/*.py'] })).root, 'a/b')
  assert.equal((await roots(t, { pattern: ['./a/**'] })).root, 'a')
  assert.equal((await roots(t, { pattern: ['a/../d/{z,y}.py'] })).root, 'd')
  assert.equal((await roots(t, { path: ['a'], pattern: ['b/*.py'] })).root, 'a/b')
})

test('several inputs share the folder they have in common', async (t) => {
  assert.deepEqual(await roots(t, { path: ['a/b', 'a/c/y.py'] }), { root: 'a', roots: ['a/b', 'a/c'] })
  assert.equal((await roots(t, { path: ['a', 'd/*.py'] })).root, '')
})

test('what is neither a file nor a folder is refused', async (t) => {
  await assert.rejects(roots(t, { path: ['/dev/null'] }), { code: 'INPUT_KIND' })
  await assert.rejects(roots(t, { path: ['d/z.py'], pattern: ['*.py'] }), { message: /^Expected a folder, got a file/ })
})
