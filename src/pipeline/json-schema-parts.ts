/** Small changes to JSON Schemas that zod has made, so that several fit into one document. */
import * as z from 'zod'
import { isJsonObject, type Json, type JsonObject } from '../base/json.ts'

/** One schema as JSON Schema, as it is written in a file. */
export function jsonSchemaOf(schema: z.ZodType): JsonObject {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return JSON.parse(JSON.stringify(rest)) as JsonObject // JSON Schema is JSON
}

/** Its definitions under names that no other schema has; they are to be put at the top of the document. */
export function hoisted(schema: JsonObject, prefix: string): { readonly schema: JsonObject; readonly definitions: JsonObject } {
  const { $defs, ...rest } = JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', `"#/$defs/${prefix}`)) as JsonObject // was JSON
  const definitions = Object.entries(asObject($defs)).map(([name, one]) => [`${prefix}${name}`, one])
  return { schema: rest, definitions: Object.fromEntries(definitions) }
}

/** Wherever a number, a yes or no, or one of several words is expected, also a text of this form. */
export function allowingText(schema: JsonObject, text: JsonObject): JsonObject {
  if (isNarrow(schema)) {
    const { description, ...rest } = schema
    return { ...(description !== undefined && { description }), anyOf: [rest, text] }
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, insideOf(key, value, text)]))
}

/** Without the bar on further keys, in every branch: it would bar the keys that are shared. */
export function opened(schema: JsonObject): JsonObject {
  const { additionalProperties: _, ...rest } = schema
  const choices = branchKeys.flatMap((key) => {
    const branches = rest[key]
    return Array.isArray(branches)
      ? [[key, branches.map((branch: Json) => (isJsonObject(branch) ? opened(branch) : branch))]]
      : []
  })
  return { ...rest, ...Object.fromEntries(choices) }
}

export function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

const branchKeys = ['anyOf', 'oneOf', 'allOf']

/** A single word that chooses between objects stays as it is. */
function isNarrow(schema: JsonObject): boolean {
  const { anyOf } = schema
  if (Array.isArray(anyOf)) return anyOf.every((one: Json) => isScalar(asObject(one)))
  return (
    !('const' in schema) && isScalar(schema) && schema['type'] !== 'null' && ('enum' in schema || schema['type'] !== 'string')
  )
}

function isScalar(schema: JsonObject): boolean {
  return (
    'const' in schema || 'enum' in schema || ['string', 'number', 'integer', 'boolean', 'null'].includes(String(schema['type']))
  )
}

function insideOf(key: string, value: Json, text: JsonObject): Json {
  if (key === 'properties' || key === '$defs') {
    return Object.fromEntries(
      Object.entries(asObject(value)).map(([name, one]) => [name, isJsonObject(one) ? allowingText(one, text) : one]),
    )
  }
  if (branchKeys.includes(key) && Array.isArray(value)) {
    return value.map((one: Json) => (isJsonObject(one) ? allowingText(one, text) : one))
  }
  return (key === 'items' || key === 'additionalProperties') && isJsonObject(value) ? allowingText(value, text) : value
}
