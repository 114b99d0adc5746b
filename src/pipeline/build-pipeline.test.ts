import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { buildPipeline, nameForLedger, refuseNoSteps } from './build-pipeline.ts'
import type { Pipeline } from './definition.ts'
import { parseText } from './parse-text.ts'
import { documentOf, layerOf } from './settings.ts'

function build(yaml: string): Pipeline {
  const { value, places } = parseText(yaml, 'p.yaml')
  const document = documentOf(layerOf(value as JsonObject, places)) // the tests write objects
  return buildPipeline({ ...document, config: {}, folder: '/f', workingFolder: '/w', fallbackName: 'p' }, testKinds).pipeline
}

const step = '\nsteps: [{ tool: filesystem, action: read }]\n'

test('a short file becomes a complete definition', () => {
  const pipeline = build(`input: { pattern: "*.txt" }${step}`)
  assert.deepEqual(pipeline.input, { type: 'files', options: { pattern: '*.txt' } })
  assert.deepEqual(pipeline.output, {
    type: 'files',
    path: '/w/output',
    layout: ['tree'],
    dateFrom: 'input',
    overwrite: 'own',
    options: {},
  })
  assert.deepEqual([pipeline.name, pipeline.description, pipeline.folder], ['p', '', '/f'])
})

const outputs: readonly (readonly [string, string, string])[] = [
  ['output: { type: json }', 'json', '/w/output/results.json'],
  ['output: { type: json, path: ./out/ }', 'json', '/w/out/results.json'],
  ['output: { path: all.csv }', 'csv', '/w/all.csv'],
  ['output: { path: "-" }', 'stdout', '-'],
  ['output: { type: json, path: "-" }', 'json', '-'],
]

for (const [text, type, path] of outputs) {
  test(`${text} writes ${type} to ${path}`, () => {
    const { output } = build(text + step)
    assert.deepEqual([output.type, output.path], [type, path])
  })
}

test('output keys that are not its own go to the sink', () => {
  assert.deepEqual(build(`output: { type: json, pretty: true, organize: [date, size], overwrite: always }${step}`).output, {
    type: 'json',
    path: '/w/output/results.json',
    layout: ['by_date', 'by_size'],
    dateFrom: 'input',
    overwrite: 'always',
    options: { pretty: true },
  })
})

const refused: readonly (readonly [string, string, number, number, RegExp])[] = [
  [`worker: 3${step}`, 'PIPELINE_INVALID', 1, 1, /Unknown key "worker". Did you mean "workers"\?/],
  [`max_concurent: 3${step}`, 'PIPELINE_INVALID', 1, 1, /Did you mean "max_concurrent"\?/],
  [
    `retry: { attempts: three }${step}`,
    'PIPELINE_INVALID',
    1,
    20,
    /`retry.attempts`: expected a whole number from 1 up, got "three"/,
  ],
  [
    `input: { type: jsn }${step}`,
    'PIPELINE_INVALID',
    1,
    16,
    /`input.type`: expected one of files, json, stdin, inline, got "jsn"\. Did you mean "json"\?/,
  ],
  [`input: { pattren: x }${step}`, 'PIPELINE_INVALID', 1, 10, /Unknown key "pattren".*Did you mean "pattern"\?/],
  [`output: { layuot: flat }${step}`, 'PIPELINE_INVALID', 1, 11, /Unknown key "layuot".*Did you mean "layout"\?/],
  [`output: { layout: by_sze }${step}`, 'PIPELINE_INVALID', 1, 19, /Did you mean "by_size"\?/],
  [`output: { naming: "{a | uper}" }${step}`, 'FILTER_UNKNOWN', 1, 19, /Did you mean "upper"\?/],
  [
    `limits: { shop: { requests: 2/fortnight } }${step}`,
    'PIPELINE_INVALID',
    1,
    29,
    /`limits.shop.requests`: "2\/fortnight" is no rate/,
  ],
  [`limits: { shop: { requests: [20/s, 0/m] } }${step}`, 'PIPELINE_INVALID', 1, 29, /"0\/m" lets nothing start/],
  [`limits: { shop: { reqests: 20/s } }${step}`, 'PIPELINE_INVALID', 1, 19, /Unknown key "reqests".*Did you mean "requests"\?/],
  [`budget: { usd: -1 }${step}`, 'PIPELINE_INVALID', 1, 16, /`budget.usd`: expected a number above 0/],
  [`budget: { usd: 1 }${step}`, 'PIPELINE_INVALID', 1, 16, /needs a step that says what an attempt uses/],
  [
    'limits: { shop: {} }\nsteps: [{ tool: filesystem, action: read, limit: [shp] }]',
    'PIPELINE_INVALID',
    2,
    50,
    /Expected a name from `limits` \(shop\), got "shp"\. Did you mean "shop"\?/,
  ],
  [`stages: { a: 1 }${step}`, 'NOT_SUPPORTED', 1, 1, /The key "stages" is not supported by this version/],
  ['steps: x', 'PIPELINE_INVALID', 1, 8, /`steps`: expected a list, got "x"/],
  ['steps: [5]', 'PIPELINE_INVALID', 1, 9, /`steps\[0\]`: expected an object, got 5/],
  [`tolerate: 5${step}name: a b`, 'PIPELINE_INVALID', 3, 7, /`name`: expected a name of letters/],
]

for (const [text, code, line, column, message] of refused) {
  test(`${JSON.stringify(text.split('\n')[0])} is refused at ${line}:${column}`, () => {
    assert.throws(
      () => build(text),
      (error) => {
        assert.ok(error instanceof UsageError)
        assert.match(error.message, message)
        assert.deepEqual([error.code, error.place], [code, { file: 'p.yaml', line, column }])
        return true
      },
    )
  })
}

test('a later key that asks for nothing is no mistake', () => {
  assert.equal(build(`aggregate_results: false${step}`).name, 'p')
})

test('a pipeline without steps is refused', () => {
  const { value, places } = parseText('name: x\nsteps: []', 'p.yaml')
  assert.throws(() => refuseNoSteps(value as JsonObject, places), {
    code: 'STEPS_MISSING',
    place: { file: 'p.yaml', line: 2, column: 1 },
  })
})

test('a name without odd characters is made for a ledger', () => {
  assert.deepEqual(['code migration', '.x', 'x.y', '§'].map(nameForLedger), ['code-migration', 'x', 'x.y', 'pipeline'])
})

test('limits, costs and a budget become part of the definition', () => {
  const limited =
    'steps: [{ tool: filesystem, action: read, limit: shop, cost: { usd: 0.01 }, cost_from: { usd: result.price } }]'
  const { limits, steps, options } = build(
    `limits: { shop: { requests: 20/s, burst: 40 } }\nbudget: { usd: 1 }\nstagger: 10ms\n${limited}`,
  )
  assert.deepEqual([limits?.[0]?.name, limits?.[0]?.burst, steps[0]?.limits], ['shop', 40, ['shop']])
  assert.deepEqual(steps[0]?.cost, { most: { usd: 0.01 }, from: { usd: 'result.price' } })
  assert.deepEqual([options.budget, options.staggerMs], [{ usd: 1 }, 10])
})
