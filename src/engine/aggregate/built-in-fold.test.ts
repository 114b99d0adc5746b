import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Json } from '../../base/json.ts'
import type { BuiltInFold } from '../../pipeline/definition.ts'
import type { BatchOutput } from '../../pipeline/outcome.ts'
import { builtInFold } from './built-in-fold.ts'

function output(id: string, result: Json, state: 'succeeded' | 'failed' = 'succeeded'): BatchOutput {
  return { id, success: state === 'succeeded', state, result, metrics: { seconds: 2 } }
}

const outputs = [
  output('a', { bytes: 10, kind: 'x' }),
  output('b', { bytes: 30, kind: 'y' }),
  output('c', { kind: 'x' }),
  output('d', { bytes: 99, kind: 'x' }, 'failed'),
]

async function folded(definition: BuiltInFold, over = outputs): Promise<Json> {
  const fold = builtInFold(definition)
  return fold.finish(over.reduce((accumulator, one) => fold.add(accumulator, one), fold.initial()))
}

test('what succeeded is counted, and an output without the field is passed over', async () => {
  const fold = { count: true, sum: 'result.bytes', min: 'result.bytes', max: 'result.bytes', mean: 'result.bytes' }
  assert.deepEqual(await folded(fold), { count: 3, sum: 40, min: 10, max: 30, mean: 20 })
})

test('several expressions have a name each, and may be more than a path', async () => {
  const sum = { double: 'has(result.bytes) ? result.bytes * 2 : 0', seconds: 'metrics.seconds' }
  assert.deepEqual(await folded({ sum }), { sum: { double: 80, seconds: 6 } })
})

test('groups come sorted, each with the same figures', async () => {
  assert.deepEqual(await folded({ count: true, sum: 'result.bytes', group_by: 'result.kind' }, [...outputs].reverse()), {
    count: 3,
    sum: 40,
    groups: { x: { count: 2, sum: 10 }, y: { count: 1, sum: 30 } },
  })
})

test('`where` says itself which outputs count', async () => {
  assert.deepEqual(await folded({ count: true, max: 'result.bytes', where: 'state == "failed"' }), { count: 1, max: 99 })
})

test('of nothing, the sum is 0 and the others are unknown', async () => {
  assert.deepEqual(await folded({ count: true, sum: 'result.bytes', min: 'result.bytes', mean: 'result.bytes' }, []), {
    count: 0,
    sum: 0,
    min: null,
    mean: null,
  })
})

test('a field that is no number is told with the item that has it', async () => {
  await assert.rejects(folded({ sum: 'result.kind' }), {
    code: 'FOLD_NO_NUMBER',
    message: 'Expected `result.kind` to be a number, got the text "x" for "a".',
  })
})

test('an expression that tells every output apart is no group', async () => {
  const many = Array.from({ length: 10_001 }, (_, n) => output(String(n), n))
  await assert.rejects(folded({ group_by: 'id' }, many), { code: 'FOLD_TOO_MANY_GROUPS' })
})
