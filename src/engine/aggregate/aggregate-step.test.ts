import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aggregateDefinition, readAggregate } from './aggregate-step.ts'

test('an aggregation is a step of its own kind, with what it was asked for as its options', () => {
  const { kind, name, options, line } = aggregateDefinition({
    fold: { module: './f.ts' },
    template: '{total}',
    output: 'a.md',
    line: 4,
  })
  assert.deepEqual([kind, name, line], ['aggregate', 'aggregate', 4])
  assert.deepEqual(options, { fold: { module: './f.ts' }, template: '{total}', output: 'a.md' })
})

test('what was kept is read back, and anything else is no aggregate', () => {
  assert.deepEqual(readAggregate({ text: null, fold: { n: 1 }, file: '/a' }), { text: null, fold: { n: 1 }, file: '/a' })
  assert.deepEqual(
    [readAggregate(undefined), readAggregate(null), readAggregate({ text: 'x' })],
    [undefined, undefined, undefined],
  )
})
