import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { doneMark, exists, readTo, wholePieces } from './spool-file.ts'

test('a reader goes as far as it is told, and no further', async (t) => {
  const { folder } = await sourceFolder(t, { s: 'abcdef' })
  const reach = [2, 5, 5]
  const chunks = await Array.fromAsync(readTo(path.join(folder, 's'), t.signal, async () => reach.shift() ?? 0))
  assert.deepEqual(chunks.map(String), ['ab', 'cde'])
})

test('whole pieces end behind the last separator, wherever that is', async (t) => {
  const { folder } = await sourceFolder(t, { s: `a\n${'b'.repeat(600_000)}` })
  await using handle = await open(path.join(folder, 's'))
  assert.equal(await wholePieces(handle, 600_002, 0x0a), 2)
  assert.equal(await wholePieces(handle, 600_002, 0), 0)
})

test('the mark of a complete spool lies beside it', async (t) => {
  const { folder } = await sourceFolder(t, { s: '', 's.done': '' })
  const file = path.join(folder, 's')
  assert.ok(await exists(doneMark(file)))
  assert.ok(!(await exists(doneMark(doneMark(file)))))
})
