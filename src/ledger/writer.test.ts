import assert from 'node:assert/strict'
import { test } from 'node:test'
import { session } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'

test('a short text stays inline, a long one goes to its blob', () => {
  const { writer, blobs } = coreOf([])
  assert.deepEqual(writer.place('short'), { inline: 'short', blob: null })
  const { inline, blob } = writer.place('x'.repeat(5_000))
  assert.equal(inline, null)
  assert.equal(blobs.get(blob?.toString('hex') ?? ''), 'x'.repeat(5_000))
})

test('an adoption that was rolled back leaves its owner under the old epoch', () => {
  const { writer, store } = coreOf(['a'])
  assert.equal(writer.batch(1).epoch, 1)
  writer.raiseEpoch(1, 2)
  assert.equal(writer.batch(1).epoch, 2)
  writer.rolledBack()
  assert.equal(writer.batch(1).epoch, 1)
  writer.flush()
  writer.committed()
  assert.equal(store.get<{ epoch: number }>('SELECT epoch FROM batch')?.epoch, 1)
})

test('who has touched a batch once does not follow it to another owner', () => {
  const { writer, write } = coreOf(['a'])
  writer.batch(1)
  writer.committed()
  write({ op: 'adopt-batch', batch: 1, session })
  writer.batch(1)
  assert.throws(() => writer.flush(), /Another process took batch 1 over/)
})
