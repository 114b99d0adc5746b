/** TOML 1.0. Dates become text. The library judges the text; places come from a walk over its keys. */
import { parse, TomlDate, TomlError } from 'smol-toml'
import { toError, UsageError } from '../base/errors.ts'
import { isObject, type Json } from '../base/json.ts'
import type { ParsedText } from './parse-text.ts'
import type { Path, SourceText, SpanPlaces } from './places.ts'
import { broken, isDangerous, refuseDepth } from './safe-key.ts'
import { tomlPlaces } from './toml-places.ts'

export function parseToml(source: SourceText): ParsedText {
  const table = read(source)
  const places = tomlPlaces(source)
  return { value: jsonOf(table, [], { source, places }), places }
}

function read(source: SourceText): unknown {
  try {
    return parse(source.text, { maxDepth: 64 })
  } catch (thrown) {
    if (!(thrown instanceof TomlError))
      throw broken({ code: 'TOML_SYNTAX', message: `Cannot read this TOML: ${toError(thrown).message}.` }, source, 0)
    const reason = (thrown.message.split('\n')[0] ?? '').replace(/^Invalid TOML document: /, '').replace(/\.$/, '')
    const offset = offsetAt(source.text, thrown.line, thrown.column)
    throw broken({ code: 'TOML_SYNTAX', message: `Cannot read this TOML: ${reason}.` }, source, offset)
  }
}

function offsetAt(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.reduce((sum, { length }) => sum + length + 1, 0) + column - 1
}

interface Walk {
  readonly source: SourceText
  readonly places: SpanPlaces
}

function jsonOf(value: unknown, path: Path, walk: Walk): Json {
  refuseDepth(path.length, walk.source, 0)
  if (value instanceof TomlDate) return value.toISOString()
  if (Array.isArray(value)) return value.map((entry, index) => jsonOf(entry, [...path, index], walk))
  if (isObject(value)) return tableOf(value, path, walk)
  if (typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new UsageError('TOML_VALUE', 'Expected text, a finite number, true or false.', { place: walk.places.placeOf(path) })
}

function tableOf(table: Readonly<Record<string, unknown>>, path: Path, walk: Walk): Json {
  const fields = Object.entries(table).map(([key, value]) => {
    const inner = [...path, key]
    if (isDangerous(key))
      throw new UsageError('KEY_REFUSED', `The key "${key}" is not allowed.`, { place: walk.places.placeOf(inner, 'key') })
    return [key, jsonOf(value, inner, walk)]
  })
  return Object.fromEntries(fields)
}
