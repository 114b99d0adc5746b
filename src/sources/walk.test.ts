import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { planPaths } from './input-paths.ts'
import { toRaw } from './raw-name.ts'
import { walk } from './walk.ts'

const nothing = { hasFile: () => false, hasFolder: async () => false }

async function pathsBelow(folder: string, pattern: string) {
  const plan = await planPaths({ path: [], pattern: [pattern], exclude: [], recursive: true, hidden: false }, folder)
  const found = await Array.fromAsync(walk({ ...plan, forbidden: nothing }, new AbortController().signal))
  return found.map(({ raw }) => raw)
}

test('the order is that of the bytes of the whole paths', async (t) => {
  const names = ['a/b', 'a.txt', 'a-b/c', 'a/é', 'a/z', 'B', 'b/c/d', 'b/c!']
  const { folder } = await sourceFolder(t, Object.fromEntries(names.map((name) => [name, ''])))
  const sorted = names.map((name) => toRaw(path.join(folder, name))).sort()
  assert.deepEqual(await pathsBelow(folder, '**/*'), sorted)
})

test('folders that no pattern can reach into are not read', async (t) => {
  const { folder } = await sourceFolder(t, { 'a/x.py': '', 'b/deep/x.py': '' })
  const asked: string[] = []
  const forbidden = { hasFile: () => false, hasFolder: async (raw: string) => asked.push(path.basename(raw)) < 0 }
  const plan = await planPaths({ path: [], pattern: ['*/x.py'], exclude: [], recursive: true, hidden: false }, folder)
  await Array.fromAsync(walk({ ...plan, forbidden }, t.signal))
  assert.deepEqual(asked.slice(-2), ['a', 'b'])
})

test('memory holds one folder at a time', async (t) => {
  const { folder } = await sourceFolder(t)
  for (let n = 0; n < 40; n++) {
    await mkdir(path.join(folder, `d${n}`))
    for (let m = 0; m < 25; m++) await writeFile(path.join(folder, `d${n}/f${m}`), '')
  }
  const plan = await planPaths({ path: ['.'], pattern: [], exclude: [], recursive: true, hidden: false }, folder)
  const reading = walk({ ...plan, forbidden: nothing }, t.signal)
  const first = await reading.next()
  // What is made later in a folder that was not reached is still found: nothing was listed ahead.
  await writeFile(path.join(folder, 'd9/late'), '')
  const rest = await Array.fromAsync(reading)
  assert.equal([first.value, ...rest].length, 1001)
})
