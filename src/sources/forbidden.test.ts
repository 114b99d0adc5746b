import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { forbiddenFolders, refuseForbiddenRoot } from './forbidden.ts'

test('a folder is recognised by its path, by what it is, and when it comes into being later', async (t) => {
  const { folder } = await sourceFolder(t, { 'out/a': '', 'in/a': '' })
  const at = (name: string) => path.join(folder, name)
  await symlink(at('out'), at('alias'))
  const forbidden = await forbiddenFolders([at('out'), at('later')])
  await mkdir(at('later'))
  const answers = await Promise.all(['out', 'alias', 'later', 'in'].map((name) => forbidden.hasFolder(at(name))))
  assert.deepEqual(answers, [true, true, true, false])
  assert.equal(forbidden.hasFile(at('out')), true)
})

test('an input inside the output is refused, one beside it is not', async (t) => {
  const { folder } = await sourceFolder(t, { 'out/a/b': '', 'out-2/a': '' })
  const out = path.join(folder, 'out')
  await assert.rejects(refuseForbiddenRoot(path.join(out, 'a'), [out]), { code: 'INPUT_IS_OUTPUT' })
  await assert.rejects(refuseForbiddenRoot(out, [out]), { code: 'INPUT_IS_OUTPUT' })
  await refuseForbiddenRoot(path.join(folder, 'out-2'), [out])
  await refuseForbiddenRoot(folder, [out])
})
