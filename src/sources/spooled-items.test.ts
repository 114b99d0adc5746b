import assert from 'node:assert/strict'
import { test } from 'node:test'
import { idsOf } from '../../test/support/source-folder.ts'
import type { Spool } from './spool.ts'
import { asLines, spooledItems } from './spooled-items.ts'

function spoolOf(text: string, isComplete: boolean): Spool {
  return {
    isComplete,
    read: async function* () {
      yield Buffer.from(text)
    },
    close: async () => undefined,
  }
}

const read = async (text: string, skip = 0, isComplete = true) =>
  idsOf(await Array.fromAsync(spooledItems(spoolOf(text, isComplete), skip, new AbortController().signal)))

test('items come out as they went in', async () => {
  const text = Buffer.concat(await Array.fromAsync(asLines([{ id: 'a', data: 'x\ny' }, { id: 'b' }]))).toString()
  assert.equal(text, '{"id":"a","data":"x\\ny"}\n{"id":"b"}\n')
  assert.deepEqual(await read(text), ['a', 'b'])
})

test('an incomplete spool ends with an entry for what is missing, skipped like any other', async () => {
  const text = '{"id":"a"}\n{"id":"b"}\n'
  assert.deepEqual(await read(text, 1, false), ['b', 'INPUT_CUT rest-of-input'])
  assert.deepEqual(await read(text, 2, false), ['INPUT_CUT rest-of-input'])
  assert.deepEqual(await read(text, 3, false), [])
})

test('what is no item is a broken entry', async () => {
  const [first, second] = await read('7\n{"id"\n')
  assert.match(String(first), /^ITEM_INVALID broken-/)
  assert.match(String(second), /^JSON_BROKEN broken-/)
})
