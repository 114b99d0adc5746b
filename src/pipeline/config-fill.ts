/**
 * Outside its steps a pipeline file may take options from its config: `workers: "{config.workers}"`. They are filled in
 * before the file is checked, as if their values had been written there. Other placeholders stay for later.
 */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { atPlace } from './at-place.ts'
import { asText } from './filters.ts'
import { lookUp, type Placeholder, placeholdersIn, placeholderValue } from './placeholders.ts'
import type { Path, Places } from './places.ts'

/** Where placeholders are for running steps, or are no placeholders at all. */
const untouched = new Set([
  'steps',
  'after',
  'aggregation',
  'config',
  'config_schema',
  'description',
  'name',
  'items',
  'inputs',
  'pipelines',
])

/** The document with its `{config.…}` filled in. An option that was exactly one placeholder for null is left out. */
export function fillFromConfig(document: JsonObject, config: JsonObject, places: Places): JsonObject {
  const fields = Object.entries(document).flatMap(([key, value]) => {
    const filled = untouched.has(key) ? value : fillValue(value, [key], { config, places })
    return filled === undefined ? [] : [[key, filled] as const]
  })
  return Object.fromEntries(fields)
}

interface Filling {
  readonly config: JsonObject
  readonly places: Places
}

function fillValue(value: Json, path: Path, filling: Filling): Json | undefined {
  if (typeof value === 'string') return fillText(value, path, filling)
  if (Array.isArray(value)) return value.flatMap((entry: Json, index) => fillValue(entry, [...path, index], filling) ?? [])
  if (!isObject(value)) return value
  const fields = Object.entries(value as JsonObject) // a part of JSON
  return Object.fromEntries(
    fields.flatMap(([key, entry]) => {
      const filled = fillValue(entry, [...path, key], filling)
      return filled === undefined ? [] : [[key, filled]]
    }),
  )
}

function fillText(text: string, path: Path, filling: Filling): Json | undefined {
  const found = atPlace(filling.places.placeOf(path), () => placeholdersIn(text)).filter((one) => one.path[0] === 'config')
  const [first] = found
  if (first === undefined) return text
  if (first.text === text) return configValue(first, path, filling) ?? undefined
  return found.reduceRight((filled, one) => {
    const value = asText(configValue(one, path, filling))
    return `${filled.slice(0, one.offset)}${value}${filled.slice(one.offset + one.text.length)}`
  }, text)
}

function configValue(placeholder: Placeholder, path: Path, { config, places }: Filling): Json {
  const place = places.placeOfText(path, placeholder.text, 0)
  const hasDefault = placeholder.filters.some(({ name }) => name === 'default')
  if (lookUp(placeholder.path, { config }) === undefined && !hasDefault) {
    const name = placeholder.path.slice(1).join('.')
    throw new UsageError(
      'CONFIG_MISSING',
      `${placeholder.text} has no value in the config.${didYouMean(name, Object.keys(config))}`,
      {
        place,
        fix: `Set it with --set ${name}=… or under \`config\`.`,
      },
    )
  }
  return placeholderValue(placeholder, { config })
}
