import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { fillFromConfig } from './config-fill.ts'
import { parseText } from './parse-text.ts'

const config = { workers: 4, layout: ['by_date', 'by_size'], folder: 'out', nothing: null }

function filled(yaml: string): JsonObject {
  const { value, places } = parseText(yaml, 'p.yaml')
  return fillFromConfig(value as JsonObject, config, places) // the tests write objects
}

test('an option that is exactly one placeholder takes the type of the value', () => {
  assert.deepEqual(filled('workers: "{config.workers}"\noutput: { layout: "{config.layout}", path: "./{config.folder}/x" }'), {
    workers: 4,
    output: { layout: ['by_date', 'by_size'], path: './out/x' },
  })
})

test('an option whose value is null is left out', () => {
  assert.deepEqual(filled('limit: "{config.nothing}"\nmode: strict'), { mode: 'strict' })
})

test('steps, and placeholders of running items, stay as they are', () => {
  const text =
    'steps: [{ tool: x, a: "{config.workers}" }]\noutput: { naming: "{{config.folder}} {basename}-{config.folder | upper}" }'
  assert.deepEqual(filled(text), {
    steps: [{ tool: 'x', a: '{config.workers}' }],
    output: { naming: '{{config.folder}} {basename}-OUT' },
  })
})

test('a value that is missing is refused at its place, with the near name', () => {
  assert.throws(
    () => filled('mode: strict\nworkers: "{config.wokers}"'),
    (error) => {
      assert.ok(error instanceof UsageError)
      assert.deepEqual(error.place, { file: 'p.yaml', line: 2, column: 11 })
      assert.match(error.message, /Did you mean "workers"\?/)
      return true
    },
  )
  assert.deepEqual(filled('workers: "{config.wokers | default: 2}"'), { workers: 2 })
})
