/**
 * A JSON Schema can ask for endless or exponential work with a few lines of `$ref`. This counts, without running it,
 * how many subschemas one value meets at one place, and refuses too many.
 */
import { UsageError } from '../base/errors.ts'
import { isJsonObject, isObject, type Json, type JsonObject } from '../base/json.ts'

/** Keywords whose subschemas look at the same value again. */
const inPlace = ['allOf', 'anyOf', 'oneOf', 'not', 'if', 'then', 'else', 'dependentSchemas', 'dependencies']

/** Keywords that hold values, not schemas. */
const examples = new Set(['const', 'enum', 'default', 'examples'])

const mostSubschemas = 10_000
const deepestSchema = 64

/** Throws UsageError for a schema that is endless, exponential, too deep, or refers to another document. */
export function refuseCostlySchema(schema: JsonObject): void {
  const costs = new Map<object, number>()
  const anchors = new Map<string, JsonObject>()
  visit(schema, 0, (part) => {
    const name = part.$id ?? part.$anchor ?? part.$dynamicAnchor
    if (typeof name === 'string') anchors.set(name, part)
  })
  visit(schema, 0, (part) => {
    costOf(part, { schema, anchors, costs, open: new Set() })
  })
}

interface Counting {
  readonly schema: JsonObject
  readonly anchors: ReadonlyMap<string, JsonObject>
  readonly costs: Map<object, number>
  /** Schemas whose cost is being counted: to meet one again is a loop. */
  readonly open: Set<object>
}

function visit(value: Json, depth: number, each: (part: JsonObject) => void): void {
  if (depth > deepestSchema) throw refused(`Expected a JSON Schema of at most ${deepestSchema} levels, got a deeper one.`)
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) each(value as JsonObject) // neither a list nor a scalar
  for (const [key, entry] of Object.entries(value)) if (!examples.has(key)) visit(entry, depth + 1, each)
}

function costOf(part: JsonObject, counting: Counting): number {
  const known = counting.costs.get(part)
  if (known !== undefined) return known
  if (counting.open.has(part))
    throw refused('The JSON Schema refers to itself without end: a `$ref` leads back to where it stands.')
  counting.open.add(part)
  const cost = followers(part, counting).reduce((sum, next) => sum + costOf(next, counting), 1)
  counting.open.delete(part)
  if (cost > mostSubschemas)
    throw refused(`The JSON Schema checks one value more than ${mostSubschemas} times over, through its \`$ref\`s.`)
  counting.costs.set(part, cost)
  return cost
}

function followers(part: JsonObject, counting: Counting): readonly JsonObject[] {
  const direct = inPlace.flatMap((keyword) => schemasIn(part[keyword]))
  const referred = [part.$ref, part.$dynamicRef].filter((ref) => typeof ref === 'string').map((ref) => target(ref, counting))
  return [...direct, ...referred].filter((next) => next !== undefined)
}

function schemasIn(value: Json | undefined): readonly JsonObject[] {
  if (Array.isArray(value)) return value.filter(isJsonObject)
  return isJsonObject(value) ? [value, ...Object.values(value).filter(isJsonObject)] : []
}

function target(ref: string, { schema, anchors }: Counting): JsonObject | undefined {
  const named = anchors.get(ref) ?? anchors.get(ref.replace(/^#/, ''))
  if (named !== undefined) return named
  if (!ref.startsWith('#')) {
    throw refused(`Expected a \`$ref\` inside the same JSON Schema (#/…), got "${ref}".`)
  }
  const keys = ref.slice(1).split('/').slice(1)
  const found = keys.reduce<Json | undefined>(
    (value, key) => (isObject(value) || Array.isArray(value) ? step(value, key) : undefined),
    schema,
  )
  return isObject(found) ? (found as JsonObject) : undefined // a part of JSON
}

function step(value: object, key: string): Json | undefined {
  const plain = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
  return Object.hasOwn(value, plain) ? (value as JsonObject)[plain] : undefined // a part of JSON
}

function refused(message: string): UsageError {
  return new UsageError('SCHEMA_TOO_COSTLY', message)
}
