/** The pipeline file as JSON Schema, from the same schemas that check it: editors complete and mark with it. */
import type * as z from 'zod'
import type { Json, JsonObject } from '../base/json.ts'
import type { LoadKinds } from './build-pipeline.ts'
import { recipeStepSchema } from './build-recipe.ts'
import { allowingText, asObject, hoisted, jsonSchemaOf, opened } from './json-schema-parts.ts'
import { aggregationSchema } from './schema-aggregation.ts'
import { inputSchema, outputSchema, pipelineSchema, stepSchema } from './schema-file.ts'
import { countOrAuto, texts } from './schema-values.ts'

/** JSON Schema, draft 2020-12. */
export function pipelineJsonSchema(kinds: LoadKinds): JsonObject {
  const whole = jsonSchemaOf(pipelineSchema)
  const input = typed(jsonSchemaOf(inputSchema), kinds.sources, 'input')
  const output = typed(withOutputNames(jsonSchemaOf(outputSchema)), kinds.sinks, 'output')
  const steps = stepsSchema(kinds.steps)
  const definitions = [input, output, steps].map((part) => part.definitions)
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    ...whole,
    title: 'Millrace pipeline',
    $defs: Object.assign({}, asObject(whole['$defs']), ...definitions) as JsonObject, // each is one
    properties: {
      ...withConfig(asObject(whole['properties'])),
      ...otherNames(),
      input: input.schema,
      output: output.schema,
      steps: steps.schema,
      after: { ...steps.schema, ...described(whole, 'after'), minItems: 0 },
    },
  }
}

interface Part {
  readonly schema: JsonObject
  readonly definitions: JsonObject
}

/** Keys that mean the same as others. */
const otherNames = (): JsonObject => ({
  max_concurrent: { ...jsonSchemaOf(countOrAuto), description: 'The same as `workers`.' },
  input_format: { type: 'string', description: 'The same as `input.type`.' },
  input_path: { ...jsonSchemaOf(texts), description: 'The same as `input.path`.' },
  file_pattern: { ...jsonSchemaOf(texts), description: 'The same as `input.pattern`.' },
  output_format: { type: 'string', description: 'The same as `output.type`.' },
  output_path: { type: 'string', description: 'The same as `output.path`.' },
})

/** A text that stands for a value: of the config outside steps, of anything inside. */
const configText: JsonObject = { type: 'string', pattern: '\\{config\\.' }
const placeholderText: JsonObject = { type: 'string', pattern: '\\{[A-Za-z_]' }

/** Run options: everything that may come from the config. */
function withConfig(properties: JsonObject): JsonObject {
  const asWritten = new Set(['name', 'description', 'type', 'pipeline', 'config', 'config_schema'])
  const fields = Object.entries(properties).map(([key, value]) => [
    key,
    asWritten.has(key) ? value : allowingText(asObject(value), configText),
  ])
  return Object.fromEntries(fields)
}

function withOutputNames(schema: JsonObject): JsonObject {
  const properties = asObject(schema['properties'])
  const structure = { type: 'boolean', description: '`layout: tree` (true) or `flat` (false).' }
  return { ...schema, properties: { ...properties, preserve_structure: structure, organize: asObject(properties['layout']) } }
}

/** One of several types, each with the options of its own. */
function typed(base: JsonObject, schemas: ReadonlyMap<string, z.ZodType>, group: string): Part {
  const shared = asObject(base['properties'])
  const branches = [...schemas].map(([type, schema]) => {
    const part = hoisted(jsonSchemaOf(schema), `${group}.${type}.`)
    return { ...part, schema: branch(allowingText(part.schema, configText), { ...shared, type: { const: type } }) }
  })
  return { schema: { type: 'object', anyOf: branches.map(({ schema }) => schema) }, definitions: together(branches) }
}

function stepsSchema(kinds: ReadonlyMap<string, z.ZodType>): Part {
  const base = hoisted(jsonSchemaOf(stepSchema), 'step.')
  const shared = asObject(base.schema['properties'])
  const branches = [...kinds].map(([kind, schema]) => {
    const part = hoisted(jsonSchemaOf(schema), `${kind}.`)
    return { ...part, schema: stepBranch(kind, allowingText(part.schema, placeholderText), shared) }
  })
  const keep: JsonObject = { type: 'object', required: ['when'], properties: shared, additionalProperties: false }
  const recipe = hoisted(jsonSchemaOf(recipeStepSchema), 'recipe.')
  const others = [...branches, recipe, aggregateStep()]
  const items = { anyOf: [...others.map(({ schema }) => schema), keep] }
  return { schema: { type: 'array', minItems: 1, items }, definitions: { ...base.definitions, ...together(others) } }
}

/** The last step of a file may be its aggregation. */
function aggregateStep(): Part {
  const { schema, definitions } = hoisted(jsonSchemaOf(aggregationSchema), 'aggregate.')
  const properties = { name: { type: 'string' }, aggregate: { anyOf: [{ const: 'summary' }, schema] } }
  return { schema: { type: 'object', required: ['aggregate'], properties, additionalProperties: false }, definitions }
}

function described(whole: JsonObject, key: string): JsonObject {
  const { description = '' } = asObject(asObject(whole['properties'])[key])
  return { description }
}

function stepBranch(kind: string, options: JsonObject, shared: JsonObject): JsonObject {
  if (!kind.startsWith('tool:')) return branch(options, shared)
  const name = kind.slice('tool:'.length)
  const made = branch(options, { ...shared, tool: { enum: [name, `tool-${name}`] } })
  const required: Json = made['required'] ?? []
  return { ...made, required: ['tool', ...(Array.isArray(required) ? required : [])] }
}

/** Options and shared keys side by side; a choice inside the options stays one. */
function branch(options: JsonObject, shared: JsonObject): JsonObject {
  const isClosed = options['additionalProperties'] === false || options['anyOf'] !== undefined || options['oneOf'] !== undefined
  const properties = { ...shared, ...asObject(options['properties']) }
  return { type: 'object', ...opened(options), properties, unevaluatedProperties: !isClosed }
}

function together(parts: readonly Part[]): JsonObject {
  return Object.assign({}, ...parts.map(({ definitions }) => definitions)) as JsonObject // each is one
}
