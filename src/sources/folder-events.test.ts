import assert from 'node:assert/strict'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { FolderEvents } from './folder-events.ts'
import { toRaw } from './raw-name.ts'

/** Resolves with the next event; a test that hears none is ended by its time limit. */
function ear() {
  const heard = { next: Promise.withResolvers<void>() }
  const events = new FolderEvents(() => heard.next.resolve())
  const listen = async (act: () => Promise<void>) => {
    heard.next = Promise.withResolvers()
    await act()
    await heard.next.promise
  }
  return { events, listen }
}

test('a file that appears or changes in a folder is heard', { timeout: 20_000 }, async (t) => {
  const { folder } = await sourceFolder(t)
  const { events, listen } = ear()
  t.after(() => events.close())
  events.follow(new Set([toRaw(folder)]))
  await listen(() => writeFile(path.join(folder, 'größe.txt'), 'a'))
  await listen(() => writeFile(path.join(folder, 'größe.txt'), 'ab'))
})

test('a folder that takes the place of another one is followed again', { timeout: 20_000 }, async (t) => {
  const { folder } = await sourceFolder(t)
  const inner = path.join(folder, 'in')
  const all = new Set([toRaw(folder), toRaw(inner)])
  await mkdir(inner)
  const { events, listen } = ear()
  t.after(() => events.close())
  events.follow(all)
  await listen(() => rename(inner, path.join(folder, 'old')))
  await listen(() => mkdir(inner))
  events.follow(all)
  await listen(() => writeFile(path.join(inner, 'a.txt'), 'a'))
})

test('a folder that is not there is no error', () => {
  const { events } = ear()
  assert.doesNotThrow(() => events.follow(new Set(['/there/is/no/such/folder'])))
  events.close()
})
