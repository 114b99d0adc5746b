import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { workspace } from '../../test/support/sink-place.ts'
import { settleWidening, takePlace, widen } from './csv-widen.ts'

const narrow = 'a\n1\n"x\ny"\n'
const wide = 'a,extra\n1,\n"x\ny",\n'

async function widened(t: TestContext) {
  const file = path.join(await workspace(t), 'out.csv')
  await writeFile(file, `${narrow}torn`)
  return { file, ...(await widen({ file, head: 'a,extra\n', bytes: narrow.length })) }
}

test('the wider file stands beside the other one until it takes its place', async (t) => {
  const { file, path: other, offset } = await widened(t)
  assert.deepEqual([await readFile(other, 'utf8'), offset], [wide, wide.length])
  assert.equal(await readFile(file, 'utf8'), `${narrow}torn`)
  await takePlace(file)
  assert.equal(await readFile(file, 'utf8'), wide)
})

test('after a crash the committed length tells which of the two counts', async (t) => {
  const before = await widened(t)
  await settleWidening(before.file, narrow.length)
  assert.equal(await readFile(before.file, 'utf8'), `${narrow}torn`)
  await assert.rejects(readFile(before.path), { code: 'ENOENT' })
  const behind = await widened(t)
  await settleWidening(behind.file, wide.length)
  assert.equal(await readFile(behind.file, 'utf8'), wide)
  await settleWidening(behind.file, wide.length)
})
