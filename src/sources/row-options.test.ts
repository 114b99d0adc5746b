import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { rowRules } from './row-options.ts'

test('a schema is given in place or as a file', async (t) => {
  const { folder } = await sourceFolder(t, { 's.json': '{"type":"string"}' })
  for (const schema of ['s.json', { type: 'string' }]) {
    const { check } = await rowRules({ schema }, folder)
    assert.equal(check?.('x').length, 0)
    assert.equal(check?.(1).length, 1)
  }
  assert.deepEqual(await rowRules({ id: 'sku' }, folder), { id: 'sku' })
})

test('a schema file that is missing, broken or no object is refused', async (t) => {
  const { folder } = await sourceFolder(t, { 'broken.json': '{', 'list.json': '[]' })
  await assert.rejects(rowRules({ schema: 'no.json' }, folder), { code: 'INPUT_MISSING' })
  await assert.rejects(rowRules({ schema: 'broken.json' }, folder), /Cannot read the schema: expected a name in quotes/)
  await assert.rejects(rowRules({ schema: 'list.json' }, folder), { code: 'SCHEMA_UNUSABLE' })
})
