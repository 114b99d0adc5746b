import assert from 'node:assert/strict'
import { test } from 'node:test'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { checkConfig, schemaDefaults } from './config-check.ts'
import { placesWithoutText } from './places.ts'
import { documentOf, layerOf } from './settings.ts'

const schema = {
  type: 'object',
  properties: { level: { type: 'integer', maximum: 9, default: 6 }, mode: { enum: ['auto', 'fast'] } },
}
const places = { schemaPlaces: placesWithoutText('recipe'), places: placesWithoutText('command line') }

function message(config: JsonObject, by: JsonObject = schema): string {
  try {
    checkConfig(config, by, places)
    return ''
  } catch (error) {
    assert.ok(error instanceof UsageError)
    return error.message
  }
}

test('a config that fits passes, also without a schema', () => {
  assert.equal(message({ level: 3, mode: 'auto' }), '')
  checkConfig({ anything: 1 }, undefined, places)
})

test('wrong values and unknown keys are told with what was meant', () => {
  assert.equal(message({ level: 12 }), 'The config does not fit: level: expected a number up to 9, got 12.')
  assert.equal(message({ levle: 1 }), 'The config does not fit: unknown field "levle". Did you mean "level"?')
  assert.equal(message({ other: 1 }, { ...schema, additionalProperties: true }), '')
})

test('defaults of the schema are found', () => {
  assert.deepEqual(schemaDefaults(schema), { level: 6 })
  assert.deepEqual(schemaDefaults(undefined), {})
})

test('an unknown key is told where it was written, not where the others are', () => {
  const { places: settings } = documentOf([
    ...layerOf({ config: { level: 3 } }, placesWithoutText('recipe')),
    ...layerOf({ config: { levle: 1 } }, placesWithoutText('--set levle')),
  ])
  assert.throws(() => checkConfig({ level: 3, levle: 1 }, schema, { ...places, places: settings }), {
    place: { file: '--set levle' },
  })
})
