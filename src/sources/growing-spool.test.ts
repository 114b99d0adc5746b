import assert from 'node:assert/strict'
import { access } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { openSpool, type SpoolPlan } from './spool.ts'

const plan = (folder: string, chunks: SpoolPlan['chunks']): SpoolPlan => ({
  folder: path.join(folder, 'a/b'),
  name: 's',
  separator: 0x0a,
  chunks,
})

test('a stream that breaks is told to its readers, after what came before', async (t) => {
  const { folder } = await sourceFolder(t)
  async function* breaks() {
    yield Buffer.from('a\n')
    throw new Error('cable pulled')
  }
  const spool = await openSpool(plan(folder, breaks))
  const reader = spool.read(t.signal)[Symbol.asyncIterator]()
  assert.equal(String((await reader.next()).value), 'a\n')
  await assert.rejects(reader.next(), /cable pulled/)
  await spool.close()
})

test('closing wakes readers that wait, and leaves the spool incomplete', async (t) => {
  const { folder } = await sourceFolder(t)
  const forever = Promise.withResolvers<void>()
  async function* waits() {
    yield Buffer.from('a\n')
    await forever.promise
  }
  const spool = await openSpool({ ...plan(folder, waits), stop: () => forever.resolve() })
  const reader = spool.read(t.signal)[Symbol.asyncIterator]()
  await reader.next()
  const rest = reader.next()
  await spool.close()
  assert.equal((await rest).done, true)
  await assert.rejects(access(path.join(folder, 'a/b/s.done')))
})

test('small pieces that come together are written together', async (t) => {
  const { folder } = await sourceFolder(t)
  async function* small() {
    for (let n = 0; n < 10_000; n++) yield Buffer.from(`${n}\n`)
  }
  const spool = await openSpool(plan(folder, small))
  const chunks = await Array.fromAsync(spool.read(t.signal))
  assert.ok(chunks.length < 500, `${chunks.length}`)
  assert.equal(Buffer.concat(chunks).toString().split('\n').length, 10_001)
  await spool.close()
})
