import assert from 'node:assert/strict'
import { access, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { test } from 'node:test'
import { sourceFolder } from '../../test/support/source-folder.ts'
import { openSpool, type SpoolPlan } from './spool.ts'

async function* pieces(...texts: readonly string[]) {
  for (const text of texts) yield Buffer.from(text)
}

const plan = (folder: string, chunks: SpoolPlan['chunks']): SpoolPlan => ({
  folder: path.join(folder, 'a/b'),
  name: 's',
  separator: 0x0a,
  chunks,
})
const never = () => {
  throw new Error('read twice')
}
const textOf = async (chunks: AsyncIterable<Buffer>) => Buffer.concat(await Array.fromAsync(chunks)).toString()

test('readers follow the stream, several at once, and a later process reads the file only', async (t) => {
  const { folder } = await sourceFolder(t)
  const spool = await openSpool(plan(folder, () => pieces('a\n', 'b\n', 'c')))
  assert.deepEqual(await Promise.all([textOf(spool.read(t.signal)), textOf(spool.read(t.signal))]), ['a\nb\nc', 'a\nb\nc'])
  assert.equal(spool.isComplete, true)
  await spool.close()
  const again = await openSpool(plan(folder, never))
  assert.equal(await textOf(again.read(t.signal)), 'a\nb\nc')
  assert.equal(again.isComplete, true)
})

test('a spool that was cut ends behind its last whole piece', async (t) => {
  const { folder } = await sourceFolder(t, { 'a/b/s': `${'x'.repeat(300_000)}\n${'y'.repeat(300_000)}` })
  const spool = await openSpool(plan(folder, never))
  assert.equal((await textOf(spool.read(t.signal))).length, 300_001)
  assert.equal(spool.isComplete, false)
  await writeFile(path.join(folder, 'a/b/s'), 'half')
  assert.equal(await textOf((await openSpool(plan(folder, never))).read(t.signal)), '')
})

test('a stream that is refused leaves no spool behind', async (t) => {
  const { folder } = await sourceFolder(t)
  await assert.rejects(openSpool(plan(folder, never)), /read twice/)
  await assert.rejects(access(path.join(folder, 'a')))
})
