/** The final config of a pipeline: its defaults, what overrides them, and the schema that it must satisfy. */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { atPlace } from './at-place.ts'
import { compileSchema, problemsText } from './json-schema.ts'
import type { Places } from './places.ts'

/** Defaults that the schema itself gives (`default` of its properties). */
export function schemaDefaults(schema: Json | undefined): JsonObject {
  const properties = isObject(schema) ? schema['properties'] : undefined
  if (!isObject(properties)) return {}
  const fields = Object.entries(properties).flatMap(([key, value]) =>
    isObject(value) && 'default' in value ? [[key, value['default']]] : [],
  )
  return Object.fromEntries(fields) as JsonObject // parts of JSON
}

/** Throws UsageError for a config that its schema refuses. Keys the schema does not name are refused unless it allows them. */
export function checkConfig(config: JsonObject, schema: Json | undefined, { schemaPlaces, places }: ConfigPlaces): void {
  if (!isObject(schema)) return
  const closed =
    'additionalProperties' in schema || 'patternProperties' in schema ? schema : { ...schema, additionalProperties: false }
  const check = atPlace(schemaPlaces.placeOf(['config_schema']), () => compileSchema(closed as JsonObject)) // a part of JSON
  const problems = check(config)
  const [first] = problems
  if (first === undefined) return
  const path = [...first.path.split(/[.[\]]+/), first.unknown ?? ''].filter((key) => key !== '')
  throw new UsageError(
    'CONFIG_INVALID',
    `The config does not fit: ${problemsText(problems)}.`.replace(/[.?]\.$/, (end) => end.slice(0, 1)),
    {
      place: places.placeOf(['config', ...path], first.unknown === undefined ? 'value' : 'key'),
    },
  )
}

export interface ConfigPlaces {
  readonly schemaPlaces: Places
  readonly places: Places
}
