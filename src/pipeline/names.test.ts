import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testKinds } from '../../test/support/load-kinds.ts'
import { UsageError } from '../base/errors.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import { buildPipeline } from './build-pipeline.ts'
import { checkNames, type NameFacts } from './names.ts'
import { parseText } from './parse-text.ts'
import { documentOf, layerOf } from './settings.ts'

function check(yaml: string, facts: Partial<NameFacts> = {}): void {
  const { value, places } = parseText(yaml, 'p.yaml')
  const document = documentOf(layerOf(value as JsonObject, places)) // the tests write objects
  const config = isObject(document.value['config']) ? (document.value['config'] as JsonObject) : {} // a part of JSON
  const built = buildPipeline({ ...document, config, folder: '/f', workingFolder: '/w', fallbackName: 'p' }, testKinds)
  checkNames(built.pipeline, built.places, { literal: () => [], outputPathKnown: true, ...facts })
}

function refusal(yaml: string, facts: Partial<NameFacts> = {}): readonly [string, string, string] {
  try {
    check(yaml, facts)
  } catch (error) {
    assert.ok(error instanceof UsageError)
    return [error.code, `${error.place?.line}:${error.place?.column}`, error.message]
  }
  return ['', '', '']
}

test('earlier outputs, the config and the common names are known', () => {
  check(`config: { a: { b: 1 } }
steps:
  - { tool: filesystem, action: read }
  - { command: ["{content}", "{config.a.b}", "{input.x}", "{item.id}", "{output_path}", "{metadata.y}", "{batch_id}"], output: log }
  - { when: "size(log.stdout) > 0 && config.a.b == 1" }
  - { transform: ./a.ts, reads: ["{log}.txt"] }
output: { naming: "{stem}-{log}.{ext}" }
`)
})

test('an unknown name is refused where it stands, with the near one', () => {
  assert.deepEqual(refusal('steps:\n  - command:\n      - x {contnet} {content}\n      - "{path} {path} {pth}"'), [
    'NAME_UNKNOWN',
    '3:11',
    'Unknown name "contnet" in {contnet}.',
  ])
  assert.deepEqual(refusal('steps:\n  - command: ["{path} {path} {pth}"]').slice(0, 2), ['NAME_UNKNOWN', '2:30'])
  assert.match(refusal('steps:\n  - command: ["{pth}"]')[2], /Did you mean "path"\?/)
})

test("a step does not see its own output, nor a later step's", () => {
  assert.equal(refusal('steps: [{ command: ["{log}"], output: log }]')[0], 'NAME_UNKNOWN')
  assert.equal(refusal('steps: [{ command: ["{result}"] }, { command: [a] }]')[0], 'NAME_UNKNOWN')
})

test('names in conditions are checked too', () => {
  assert.deepEqual(refusal('steps:\n  - { command: [a], when: "size(log) > 0" }').slice(0, 2), ['NAME_UNKNOWN', '2:33'])
})

test('a short name is found where it stands alone', () => {
  assert.deepEqual(refusal('config: { n: 1 }\nsteps:\n  - { command: [a], when: "config.n > 1 && n > 1" }').slice(0, 2), [
    'NAME_UNKNOWN',
    '3:44',
  ])
})

test('a value that the config does not have is refused unless it has a default', () => {
  assert.deepEqual(refusal('config: { mode: x }\nsteps:\n  - { command: ["{config.mod}"] }'), [
    'CONFIG_MISSING',
    '3:18',
    '{config.mod} has no value in the config. Did you mean "mode"?',
  ])
  check('steps: [{ command: ["{config.mod | default: a}"] }]')
})

test('fields of the input are checked where they are known', () => {
  const facts = { dataFields: ['sku', 'title'] }
  check('steps: [{ command: ["{input.sku}", "{input.alt | default: x}"] }]', facts)
  assert.match(
    refusal('steps: [{ command: ["{input.titel}"] }]', facts)[2],
    /Unknown field "titel" in {input.titel}. Did you mean "title"\?/,
  )
  assert.equal(refusal('steps: [{ command: ["{path}"] }]', facts)[0], 'NAME_UNKNOWN')
  assert.match(refusal('steps: [{ command: ["{item.di}"] }]')[2], /Did you mean "id"\?/)
})

test('the output path may not be named where the work decides it', () => {
  assert.equal(
    refusal('output: { layout: by_size }\nsteps: [{ command: ["{output_path}"] }]', { outputPathKnown: false })[0],
    'OUTPUT_PATH_UNKNOWN',
  )
  check('output: { layout: by_size }\nsteps: [{ tool: image, action: convert }]', { outputPathKnown: false })
})

test('options that are taken as written are not looked at', () => {
  check('steps: [{ command: ["{anything}"] }]', { literal: (index) => (index === 0 ? ['command'] : []) })
})

test('names of output files are checked', () => {
  assert.deepEqual(refusal('output: { naming: "{bsename}.x" }\nsteps: [{ command: [a] }]').slice(0, 2), ['NAME_UNKNOWN', '1:20'])
  assert.equal(refusal('output: { naming: "{output_path}" }\nsteps: [{ command: [a] }]')[0], 'NAME_UNKNOWN')
})

test('parts know what their item knew and themselves, and behind the merge their item knows what it knew', () => {
  check(`steps:
  - { tool: filesystem, action: read }
  - { split: { by: lines, from: "{content}" } }
  - { command: ["{content}", "{part}", "{part_index}", "{parent.id}"], output: log }
  - { merge: {}, output: all }
  - { command: ["{content}", "{all}"] }
`)
  const inside = 'steps: [{ split: { by: lines, from: "{input}" } }, { command: [a], output: log }, { merge: {} }, '
  assert.equal(refusal(`${inside}{ command: ["{log}"] }]`)[2], 'Unknown name "log" in {log}.')
  assert.equal(refusal(`${inside}{ command: ["{part}"] }]`)[0], 'NAME_UNKNOWN')
  assert.equal(refusal('steps: [{ split: { by: lines, from: "{part}" } }]')[0], 'NAME_UNKNOWN')
  assert.equal(refusal('steps: [{ split: { by: lines } }, { command: ["{parent.data}"] }]')[0], 'NAME_UNKNOWN')
})

test('a grouped step sees its items and what they share, and its condition sees each item', () => {
  check('steps: [{ command: [a, "{items}", "{group_size}", "{config}"], group: { size: 20 }, when: "size(path) > 0" }]')
  assert.equal(refusal('steps: [{ command: ["{path}"], group: { size: 20 } }]')[2], 'Unknown name "path" in {path}.')
})
