import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineRun, type FinishedRun } from '../../../test/support/engine-run.ts'
import { PermanentError } from '../../base/errors.ts'
import type { Json } from '../../base/json.ts'
import { mergeStep } from '../../steps/merge.ts'
import { splitStep } from '../../steps/split.ts'
import type { Step } from '../../steps/step.ts'

const split = (run: EngineRun, from = '{input}', rules: Record<string, Json> = {}) =>
  run.use(splitStep as Step, { split: { by: 'json', from, ...rules } })
const merge = (run: EngineRun, onPartial = 'fail') => run.use(mergeStep as Step, { merge: { on_partial: onPartial } })

/** Every part becomes its double; text fails. */
const double = (run: EngineRun) =>
  run.step(
    ({ part }) => {
      if (typeof part === 'number') return part * 2
      throw new PermanentError('NO_NUMBER', `no number: ${JSON.stringify(part)}`)
    },
    { options: { part: '{part}' } },
  )

const sum = (run: EngineRun) =>
  run.step(({ list }) => (Array.isArray(list) ? list.map(Number).reduce((a, b) => a + b, 0) : null), {
    options: { list: '{result}' },
  })

async function outputs({ ledger, batch }: FinishedRun) {
  const rows = await ledger.read({ get: 'ended', batch, after: 0, limit: 1_000 })
  const texts = await Promise.all(rows.map(({ value, blob = '' }) => value ?? ledger.read({ get: 'blob', sha256: blob })))
  return rows.map(({ id }, index) => [id, JSON.parse(texts[index] ?? 'null')])
}

const stateOf = ({ ends }: FinishedRun, id: string) => {
  const end = ends.get(id)
  return end?.kind === 'ended' ? [end.state, end.failure?.code ?? end.reason] : [end?.kind]
}

test('an item is split, each part is worked on, and what they made comes together in order', async () => {
  const run = await sum(merge(double(split(new EngineRun().item('a', [1, 2, 3]).item('b', [4]))))).run()
  assert.deepEqual((await outputs(run)).sort(), [
    ['a', 12],
    ['b', 8],
  ])
  assert.deepEqual([...run.ends.keys()].sort(), ['a', 'a/0001', 'a/0002', 'a/0003', 'b', 'b/0001'])
})

test('a part that fails fails its item, and says which', async () => {
  const run = await merge(double(split(new EngineRun().item('a', [1, 'x'])))).run()
  const end = run.ends.get('a')
  assert.ok(end?.kind === 'ended' && end.state === 'failed')
  assert.equal(end.failure?.message, '1 of 2 parts did not succeed: a/0002: NO_NUMBER: no number: "x"')
})

test('with emit the item goes on without it, and its reason says how many are missing', async () => {
  const run = await merge(double(split(new EngineRun().item('a', [1, 'x', 3]))), 'emit').run()
  assert.deepEqual(stateOf(run, 'a'), ['succeeded', '1 of 3 parts did not succeed'])
  assert.deepEqual(await outputs(run), [['a', [2, 6]]])
})

test('parts that are skipped are left out, and are no failure', async () => {
  const run = new EngineRun().item('a', [1, 2, 3])
  split(run).step(() => null, { kind: 'keep', when: 'part != 2.0' })
  const done = await merge(run).run()
  assert.deepEqual(await outputs(done), [['a', [1, 3]]])
})

test('without a merge the parts are the outputs, and nothing stands for their item but them', async () => {
  const run = await double(split(new EngineRun().item('a', [1, 2]))).run()
  assert.deepEqual(await outputs(run), [
    ['a/0001', 2],
    ['a/0002', 4],
  ])
  assert.deepEqual(stateOf(run, 'a'), ['succeeded', undefined])
})

test('parts may be split again', async () => {
  const run = new EngineRun().item('a', [[1, 2], [3]])
  split(run)
  split(run, '{part}')
  merge(merge(double(run)))
  assert.deepEqual(await outputs(await run.run()), [['a', [[2, 4], [6]]]])
})

test('one split may follow another', async () => {
  const run = new EngineRun().item('a', [1, 2])
  merge(double(split(run)))
  merge(double(split(run, '{result}')))
  const done = await run.run()
  assert.deepEqual(await outputs(done), [['a', [4, 8]]])
  assert.ok(done.ends.has('a/split-3/0002'))
})

test('a part knows what its item knew, its own place, and its parent', async () => {
  const run = new EngineRun().item('a', [7]).step(() => 'before', { output: 'note' })
  split(run).step((options) => options, {
    options: { note: '{note}', index: '{part_index}', parent: '{parent.id}', id: '{item.id}', input: '{input}' },
  })
  assert.deepEqual(await outputs(await run.run()), [
    ['a/0001', { note: 'before', index: 1, parent: 'a', id: 'a/0001', input: [7] }],
  ])
})

test('behind the merge an item sees what it saw before the split', async () => {
  const run = new EngineRun().item('a', [1]).step(() => 'kept', { output: 'note' })
  merge(double(split(run))).step((options) => options, { options: { note: '{note}', list: '{result}' } })
  assert.deepEqual(await outputs(await run.run()), [['a', { note: 'kept', list: [2] }]])
})

test('what one part does to a value, no other part sees', async () => {
  const run = new EngineRun().item('a', [1, 2, 3]).step(() => ({ list: [] }), { output: 'shared' })
  split(run).step(
    (_, { names }) => {
      const { list } = names['shared'] as { list: Json[] } // set by the step before
      return list.push('mine')
    },
    { plan: { readsAll: true } },
  )
  assert.deepEqual(await outputs(await merge(run).run()), [['a', [1, 1, 1]]])
})

test('an item without parts fails, or is skipped where it may have none', async () => {
  assert.deepEqual(stateOf(await merge(double(split(new EngineRun().item('a', [])))).run(), 'a'), ['failed', 'SPLIT_EMPTY'])
  const skipped = await merge(double(split(new EngineRun().item('a', []), '{input}', { empty: 'skip' }))).run()
  assert.deepEqual(stateOf(skipped, 'a'), ['skipped', 'split-0: it has no parts'])
})

test('a part cannot have the id of another item', async () => {
  const run = await double(split(new EngineRun().item('a', [1]).item('a/0001', [2]))).run()
  assert.deepEqual(stateOf(run, 'a'), ['failed', 'SPLIT_ID_TAKEN'])
  assert.deepEqual(stateOf(run, 'a/0001'), ['succeeded', undefined])
})

test('parts count: all of them end, and the batch knows how many there are', async () => {
  const run = await merge(double(split(new EngineRun().item('a', [1, 2, 3]).item('b', [4, 'x'])))).run()
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.deepEqual([row?.total, row?.children, row?.counts.succeeded, row?.counts.failed], [7, 5, 5, 2])
})

test('a second run splits nothing again, and works on no part again', async () => {
  const calls: Json[] = []
  const arranged = () => {
    const run = new EngineRun().item('a', [1, 2])
    split(run).step(({ part }) => calls.push(part ?? null), { options: { part: '{part}' } })
    return merge(run)
  }
  const first = await arranged().run()
  const again = await arranged().ledger(first.ledger).run()
  assert.deepEqual([calls, await outputs(again)], [[1, 2], await outputs(first)])
})

test('more parts than one chunk holds are all there', async () => {
  const run = await merge(
    double(
      split(
        new EngineRun().item(
          'a',
          Array.from({ length: 5_001 }, (_, n) => n),
        ),
      ),
    ),
  ).run()
  const [[, value] = []] = await outputs(run)
  assert.ok(Array.isArray(value))
  assert.deepEqual([value.length, value.at(-1)], [5_001, 10_000])
})
