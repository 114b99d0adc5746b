/** What a user's function returned, as JSON: what JSON cannot hold is refused with its place, never changed in silence. */
import { PermanentError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'

/** `undefined` is null, and a field without a value is left out; everything with `toJSON` (dates) is what that says. */
export function jsonValue(value: unknown): Json {
  return convert(value, '', new Set()) ?? null
}

function convert(value: unknown, path: string, above: ReadonlySet<object>): Json | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'undefined':
      return value
    case 'number':
      // JSON has no -0, and adding 0 makes it 0.
      if (Number.isFinite(value)) return value + 0
      throw noJson(path, String(value))
    case 'object':
      return value === null ? null : convertObject(value, path, above)
    default:
      throw noJson(path, `a ${typeof value}`)
  }
}

function convertObject(value: object, path: string, above: ReadonlySet<object>): Json | undefined {
  if (above.has(value)) throw noJson(path, 'a value that holds itself')
  const inside = new Set([...above, value])
  if ('toJSON' in value && typeof value.toJSON === 'function') return convert(value.toJSON(), path, inside)
  if (Array.isArray(value)) return value.map((entry, index) => convert(entry, `${path}[${index}]`, inside) ?? null)
  if (!isPlain(value)) throw noJson(path, `a ${value.constructor?.name ?? 'strange object'}`)
  const fields = Object.entries(value).map(
    ([key, field]) => [key, convert(field, path === '' ? key : `${path}.${key}`, inside)] as const,
  )
  return Object.fromEntries(fields.filter(([, field]) => field !== undefined)) as Record<string, Json> // undefined is gone
}

/** Maps, sets and their like have no fields: as JSON they would be empty. */
function isPlain(value: object): boolean {
  return !(
    value instanceof Map ||
    value instanceof Set ||
    value instanceof Promise ||
    value instanceof RegExp ||
    ArrayBuffer.isView(value) ||
    value instanceof ArrayBuffer
  )
}

function noJson(path: string, got: string): PermanentError {
  const where = path === '' ? '' : ` at ${path}`
  return new PermanentError('RESULT_NOT_JSON', `Expected the function to return JSON, got ${got}${where}`, {
    fix: 'Return text, numbers, true, false, null, and lists and objects of these.',
  })
}
