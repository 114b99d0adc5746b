import assert from 'node:assert/strict'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { requireFile, requireFolder } from './missing-path.ts'

test('what is there passes, of the right kind only', async (t) => {
  const { folder } = await sourceFolder(t, { 'a.csv': '' })
  const file = path.join(folder, 'a.csv')
  await requireFolder(folder)
  await requireFile(file)
  await assert.rejects(requireFolder(file), { code: 'INPUT_KIND', message: `Expected a folder, got a file: ${file}.` })
  await assert.rejects(requireFile(folder), { code: 'INPUT_KIND', message: `Expected a file, got a folder: ${folder}.` })
})

test('what is not there is refused with the neighbour that was meant', async (t) => {
  const { folder } = await sourceFolder(t, { 'products.csv': '' })
  await assert.rejects(requireFile(path.join(folder, 'product.csv')), /does not exist\. Did you mean "products\.csv"\?$/)
  await assert.rejects(requireFile(path.join(folder, 'x/y.csv')), { code: 'INPUT_MISSING' })
})
