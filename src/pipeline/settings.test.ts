import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isObject, type JsonObject } from '../base/json.ts'
import { parseText } from './parse-text.ts'
import { documentOf, type Layer, layerOf, mergeLayers } from './settings.ts'

function layer(yaml: string, file = 'p.yaml'): Layer {
  const { value, places } = parseText(yaml, file)
  assert.ok(isObject(value))
  return layerOf(value as JsonObject, places) // checked above
}

test('every spelling means the same setting', () => {
  const settings = 'max_concurrent: 4\ninput_format: json\ninput_path: a\noutput_format: csv\noutput_path: b\n'
  assert.deepEqual(documentOf(layer(settings)).value, {
    workers: 4,
    input: { type: 'json', path: 'a' },
    output: { type: 'csv', path: 'b' },
  })
  assert.deepEqual(documentOf(layer('file_pattern: x\noutput: { organize: date }')).value, {
    input: { pattern: 'x' },
    output: { layout: 'date' },
  })
  assert.deepEqual(documentOf(layer('output: { preserve_structure: false }')).value, { output: { layout: 'flat' } })
})

const tries: readonly (readonly [string, unknown])[] = [
  ['max_retries: 3', { retry: { attempts: 4 } }],
  ['retry_failed: true\nmax_retries: 3', { retry: { attempts: 4 } }],
  ['retry_failed: false\nmax_retries: 3', { retry: { attempts: 1 } }],
  ['parallel: true\nmax_concurrent: 5', { workers: 5 }],
  ['parallel: false\nmax_concurrent: 5', { workers: 1 }],
  ['max_retries: many', { max_retries: 'many' }],
  ['parallel: perhaps', { parallel: 'perhaps' }],
]

for (const [text, value] of tries) {
  test(`${JSON.stringify(text)} becomes ${JSON.stringify(value)}`, () => assert.deepEqual(documentOf(layer(text)).value, value))
}

test('one setting under two names is refused', () => {
  assert.throws(() => layer('max_concurrent: 4\nworkers: 5'), {
    code: 'KEY_TWICE',
    place: { file: 'p.yaml', line: 2, column: 1 },
  })
  assert.throws(() => layer('input: { path: a }\ninput_path: b'), /`input.path` and `input_path`/)
})

test('a stronger layer replaces single settings, each keeps its own place', () => {
  const merged = documentOf(
    mergeLayers([layer('workers: 1\ninput: { path: a, pattern: b }', 'weak.yaml'), layer('\ninput: { path: c }', 'strong.yaml')]),
  )
  assert.deepEqual(merged.value, { workers: 1, input: { path: 'c', pattern: 'b' } })
  assert.deepEqual(merged.places.placeOf(['input', 'path']), { file: 'strong.yaml', line: 2, column: 16 })
  assert.deepEqual(merged.places.placeOf(['workers']), { file: 'weak.yaml', line: 1, column: 10 })
  assert.equal(merged.places.placeOfText(['input', 'pattern'], 'b', 0).file, 'weak.yaml')
})

test('another type drops the options of the old one', () => {
  const merged = mergeLayers([layer('input: { type: files, pattern: b, path: a }'), layer('input: { type: json, path: c }')])
  assert.deepEqual(documentOf(merged).value, { input: { type: 'json', path: 'c' } })
})
