/** The pipeline file as JSON Schema, from the same schemas that check it: editors complete and mark with it. */
import { z } from 'zod'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import type { LoadKinds } from './build-pipeline.ts'
import { inputSchema, outputSchema, pipelineSchema, stepSchema } from './schema-file.ts'
import { countOrAuto, texts } from './schema-values.ts'

/** JSON Schema, draft 2020-12. */
export function pipelineJsonSchema(kinds: LoadKinds): JsonObject {
  const whole = jsonSchemaOf(pipelineSchema)
  const properties = fieldsOf(whole, 'properties')
  return {
    ...whole,
    title: 'Millrace pipeline',
    properties: {
      ...withConfigPlaceholders(properties),
      ...otherNames,
      input: typed(jsonSchemaOf(inputSchema), kinds.sources, withConfigPlaceholder),
      output: typed(withOutputNames(jsonSchemaOf(outputSchema)), kinds.sinks, withConfigPlaceholder),
      steps: { type: 'array', minItems: 1, items: stepJsonSchema(kinds.steps) },
    },
  }
}

/** One schema as JSON Schema, as it is written in a file. */
export function jsonSchemaOf(schema: z.ZodType): JsonObject {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', reused: 'inline' })
  return JSON.parse(JSON.stringify(rest)) as JsonObject // JSON Schema is JSON
}

/** Keys that mean the same as others. */
const otherNames: JsonObject = {
  max_concurrent: { ...jsonSchemaOf(countOrAuto), description: 'The same as `workers`.' },
  input_format: { type: 'string', description: 'The same as `input.type`.' },
  input_path: { ...jsonSchemaOf(texts), description: 'The same as `input.path`.' },
  file_pattern: { ...jsonSchemaOf(texts), description: 'The same as `input.pattern`.' },
  output_format: { type: 'string', description: 'The same as `output.type`.' },
  output_path: { type: 'string', description: 'The same as `output.path`.' },
}

function withOutputNames(schema: JsonObject): JsonObject {
  const properties = fieldsOf(schema, 'properties')
  const structure = { type: 'boolean', description: '`layout: tree` (true) or `flat` (false).' }
  const { layout = {} } = properties
  return { ...schema, properties: { ...properties, preserve_structure: structure, organize: layout } }
}

/** One of several types, each with the options of its own. */
function typed(
  base: JsonObject,
  schemas: ReadonlyMap<string, z.ZodType>,
  change: (schema: JsonObject) => JsonObject,
): JsonObject {
  const shared = fieldsOf(base, 'properties')
  const branches = [...schemas].map(([type, schema]) => optionBranch(schema, { ...shared, type: { const: type } }, change))
  return { type: 'object', anyOf: branches }
}

function stepJsonSchema(kinds: ReadonlyMap<string, z.ZodType>): JsonObject {
  const shared = fieldsOf(jsonSchemaOf(stepSchema), 'properties')
  const branches = [...kinds].map(([kind, schema]) => {
    if (!kind.startsWith('tool:')) return optionBranch(schema, shared, withPlaceholders)
    const name = kind.slice('tool:'.length)
    const branch = optionBranch(schema, { ...shared, tool: { enum: [name, `tool-${name}`] } }, withPlaceholders)
    return { ...branch, required: ['tool', ...requiredOf(branch)] }
  })
  return { anyOf: [...branches, { type: 'object', required: ['when'], properties: shared, additionalProperties: false }] }
}

/** Options and shared keys side by side; a choice inside the options stays one. */
function optionBranch(schema: z.ZodType, shared: JsonObject, change: (schema: JsonObject) => JsonObject): JsonObject {
  const whole = jsonSchemaOf(schema)
  const own = Object.entries(fieldsOf(whole, 'properties')).map(([key, value]) => [
    key,
    isObject(value) ? change(value as JsonObject) : value,
  ]) // a part of JSON
  const isClosed = whole['additionalProperties'] === false || whole['anyOf'] !== undefined || whole['oneOf'] !== undefined
  const properties = { ...shared, ...Object.fromEntries(own) }
  return { type: 'object', ...opened(whole), properties, unevaluatedProperties: !isClosed }
}

/** Without the bar on further keys, which would bar the shared ones. */
function opened(schema: JsonObject): JsonObject {
  const { additionalProperties: _, ...rest } = schema
  const choices = ['anyOf', 'oneOf', 'allOf'].flatMap((key) => {
    const branches = rest[key]
    return Array.isArray(branches)
      ? [[key, branches.map((branch: Json) => (isObject(branch) ? opened(branch as JsonObject) : branch))]]
      : [] // a part of JSON
  })
  return { ...rest, ...Object.fromEntries(choices) }
}

const placeholderText: JsonObject = { type: 'string', pattern: '\\{[A-Za-z_]' }
const configText: JsonObject = { type: 'string', pattern: '\\{config\\.' }

/** In a step every value may come from a placeholder. */
function withPlaceholders(schema: JsonObject): JsonObject {
  return allowing(schema, placeholderText)
}

function withConfigPlaceholder(schema: JsonObject): JsonObject {
  return allowing(schema, configText)
}

function withConfigPlaceholders(properties: JsonObject): JsonObject {
  const plain = new Set(['name', 'description', 'type', 'pipeline', 'input', 'output', 'steps', 'config', 'config_schema'])
  const fields = Object.entries(properties).map(([key, value]) => [
    key,
    plain.has(key) || !isObject(value) ? value : withConfigPlaceholder(value as JsonObject),
  ]) // a part of JSON
  return Object.fromEntries(fields)
}

function allowing(schema: JsonObject, text: JsonObject): JsonObject {
  const { description, ...rest } = schema
  if (rest['type'] === 'string' && rest['enum'] === undefined && rest['pattern'] === undefined) return schema
  return { ...(description !== undefined && { description }), anyOf: [rest, text] }
}

function fieldsOf(schema: JsonObject, key: string): JsonObject {
  const value: Json | undefined = schema[key]
  return isObject(value) ? (value as JsonObject) : {} // a part of JSON
}

function requiredOf(schema: JsonObject): readonly Json[] {
  const required = schema['required']
  return Array.isArray(required) ? required : []
}
