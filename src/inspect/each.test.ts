import assert from 'node:assert/strict'
import { test } from 'node:test'
import { each } from './each.ts'

test('rows come in the order of their pages', async () => {
  const pages = async function* () {
    yield [1, 2]
    yield []
    yield [3]
  }
  assert.deepEqual(await Array.fromAsync(each(pages())), [1, 2, 3])
})
