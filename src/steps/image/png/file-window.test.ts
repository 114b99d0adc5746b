import assert from 'node:assert/strict'
import { open } from 'node:fs/promises'
import { test } from 'node:test'
import fc from 'fast-check'
import { workspace } from '../../../../test/support/workspace.ts'
import { FileWindow } from './file-window.ts'

const content = '0123456789abcdefghij'

test('bytes come in order, whatever is asked and however the pieces fall', async (t) => {
  const path = workspace(t, { f: content }).path('f')
  const property = fc.asyncProperty(
    fc.integer({ min: 1, max: 30 }),
    fc.array(fc.nat(9), { maxLength: 8 }),
    async (size, counts) => {
      await using file = await open(path)
      const window = new FileWindow(file, size)
      const parts: string[] = []
      for (const count of counts) parts.push((await window.exactly(count)).toString())
      const total = counts.reduce((sum, count) => sum + count, 0)
      assert.equal(parts.join(''), content.slice(0, total))
      assert.equal(window.position, Math.min(total, content.length))
    },
  )
  await fc.assert(property)
})

test('the end of the file gives nothing, and parts given out stay as they are', async (t) => {
  await using file = await open(workspace(t, { f: content }).path('f'))
  const window = new FileWindow(file, 4)
  const first = await window.some(4)
  assert.equal((await window.exactly(50)).length, 16)
  assert.equal((await window.some(1)).length, 0)
  assert.equal(first.toString(), '0123')
})
