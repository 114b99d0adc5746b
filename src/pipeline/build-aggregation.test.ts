import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { type Aggregated, buildAggregation, plainSummary, withoutAggregate } from './build-aggregation.ts'
import { parseText } from './parse-text.ts'

function aggregation(yaml: string): Aggregated {
  const { value, places } = parseText(yaml, 'p.yaml')
  return buildAggregation(value as JsonObject, places) // the tests write objects
}

const asked: readonly (readonly [string, object | undefined])[] = [
  ['steps: []', undefined],
  ['aggregation: false', undefined],
  ['aggregate_results: true', { template: plainSummary, line: 1 }],
  ['steps: [{ tool: t }, { aggregate: summary }]', { template: plainSummary, line: 1 }],
  ['steps: [{ aggregate: { template: "{total}" } }]', { template: '{total}', line: 1 }],
  ['aggregation: { fold: ./fold.ts, output: all.md }', { fold: { module: './fold.ts' }, output: 'all.md', line: 1 }],
  ['aggregation: { fold: { count: true } }\naggregate_results: false', undefined],
  [
    '\naggregation: { fold: { sum: { a: result.a }, group_by: result.kind } }',
    { fold: { builtIn: { sum: { a: 'result.a' }, group_by: 'result.kind' } }, line: 2 },
  ],
]

for (const [yaml, definition] of asked) {
  test(`\`${yaml.trim()}\` asks for ${definition === undefined ? 'nothing' : 'one result of all'}`, () => {
    assert.deepEqual(aggregation(yaml), { definition, findings: [] })
  })
}

const refused: readonly (readonly [string, readonly (string | number)[], RegExp])[] = [
  ['aggregation: { prompt: "Sum up" }', ['aggregation', 'prompt'], /"prompt" of an aggregation is not supported by this version/],
  ['aggregation: { flod: x }', ['aggregation', 'flod'], /Unknown key "flod".*Did you mean "fold"\?/],
  ['aggregation: { fold: 3 }', ['aggregation', 'fold'], /expected the path of a module, or built-in folds/],
  ['steps: [{ aggregate: summary }, { tool: t }]', ['steps', 0, 'aggregate'], /expected it to be the last step/],
  ['steps: [{ aggregate: summary, when: x }]', ['steps', 0, 'when'], /has no other keys, got "when"/],
  ['aggregation: { template: x }\nsteps: [{ aggregate: { template: y } }]', ['steps', 0, 'aggregate'], /got both/],
]

for (const [yaml, path, message] of refused) {
  test(`\`${yaml.replace('\n', ' ')}\` is refused at its place`, () => {
    const { definition, findings } = aggregation(yaml)
    assert.equal(definition, undefined)
    assert.deepEqual(findings[0]?.path, path)
    assert.match(findings[0]?.message ?? '', message)
  })
}

test('an expression that cannot be read is refused with its place', () => {
  const where = { file: 'p.yaml', line: 1, column: 29 }
  const isPlaced = (error: unknown) => error instanceof UsageError && assert.deepEqual(error.place, where) === undefined
  assert.throws(() => aggregation('aggregation: { fold: { sum: "a +" } }'), isPlaced)
})

test('an aggregate at the end is no step of an item', () => {
  assert.deepEqual(withoutAggregate({ steps: [{ tool: 't' }, { aggregate: 'summary' }] }), { steps: [{ tool: 't' }] })
  assert.deepEqual(withoutAggregate({ steps: [{ tool: 't', aggregate: 'x' }] }), { steps: [{ tool: 't', aggregate: 'x' }] })
})
