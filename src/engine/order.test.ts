import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { PermanentError } from '../base/errors.ts'

const after = (on: string, onFailure: 'skip' | 'run' | 'fail' = 'skip') => ({ on, onFailure })

test('an item starts when all that it waits for have ended, whatever the order of the source', async () => {
  const started: string[] = []
  const run = engineRun()
    .waiting('book', after('chapter-*'))
    .waiting('index', after('book'))
    .item('chapter-1', null)
    .item('chapter-2', null)
    .step(async (_options, { item }) => {
      started.push(item.id)
      await new Promise(setImmediate)
      return null
    })
  const { ends } = await run.run()
  assert.deepEqual(started, ['chapter-1', 'chapter-2', 'book', 'index'])
  assert.equal([...ends.values()].filter((end) => end.kind === 'ended' && end.state === 'succeeded').length, 4)
})

test('a failure ends what waits for it, tells and counts it, and the batch comes to its end', async () => {
  const run = engineRun()
    .item('a', null)
    .waiting('b', after('a'))
    .waiting('c', after('b', 'fail'))
    .waiting('d', after('c', 'run'))
    .step((_options, { item }) => {
      if (item.id === 'a') throw new PermanentError('BAD', 'bad')
      return null
    })
  const { ends, stop } = await run.run()
  assert.equal(stop, undefined)
  assert.deepEqual(ends.get('b'), { kind: 'ended', state: 'skipped', reason: 'because "a" failed' })
  assert.deepEqual(ends.get('c'), { kind: 'ended', state: 'failed', reason: 'because "b" was skipped' })
  const { failed, skipped, succeeded, pending } = run.engine?.snapshot().counts ?? {}
  assert.deepEqual([failed, skipped, succeeded, pending], [2, 1, 1, 0])
})

test('items that wait for a row that could not be read are counted when the source has ended', async () => {
  const run = engineRun()
    .broken('a', 'row 1: bad')
    .waiting('b', after('a'))
    .step(() => null)
  await run.run()
  const { failed, skipped, pending } = run.engine?.snapshot().counts ?? {}
  assert.deepEqual([failed, skipped, pending], [1, 1, 0])
})

test('items that wait for each other stop the batch before any of them starts', async () => {
  const run = engineRun()
    .waiting('a', after('b'))
    .waiting('b', after('a'))
    .step(() => assert.fail('it started'))
  const { stop } = await run.run()
  assert.deepEqual([stop?.state, stop?.code], ['failed', 'DEPENDENCY_CYCLE'])
  assert.match(stop?.message ?? '', /a -> b -> a/)
})
