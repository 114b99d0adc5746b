/** `validate: schema.json`: a contract that a value has to keep. */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import * as z from 'zod'
import { PermanentError, toError, UsageError } from '../base/errors.ts'
import { canonical, isObject, type Json, type JsonObject, sha256 } from '../base/json.ts'
import { compileSchema, problemsText, type SchemaCheck } from '../pipeline/json-schema.ts'
import { defineStep } from './define.ts'
import type { StepContext, StepSetting } from './step.ts'

export const validateOptions = z.strictObject({
  validate: z
    .union([z.string().min(1), z.record(z.string(), z.json())])
    .describe('A JSON Schema: the path of its file, relative to the pipeline file, or the schema itself.'),
  value: z.json().optional().describe("What is checked. @default {result}, or the item's data before any step has set it"),
})

type SchemaSource = z.output<typeof validateOptions>['validate']

interface Contract {
  readonly check: SchemaCheck
  readonly version: string
}

/** By absolute path or canonical text. `plan` reads anew, so that a batch checks what its fingerprints were made of. */
const contracts = new Map<string, Promise<Contract>>()

/** Its value is the value that was checked. A value that breaks the contract fails the item with code `CONTRACT`. */
export const validateStep = defineStep({
  kind: 'validate',
  options: validateOptions,
  plan: async ({ validate, value }: JsonObject, { folder }: StepSetting) => {
    const key = keyOf(validate as SchemaSource, folder) // checked by `options` before it is planned
    const contract = readContract(validate as SchemaSource, key)
    contracts.set(key, contract)
    const { version } = await contract
    return { effects: 'pure', isDurable: false, isPerItem: true, version, readsAll: value === undefined, literal: ['validate'] }
  },
  run: async ({ validate, value }, context) => {
    const key = keyOf(validate, context.folder)
    const known = contracts.get(key) ?? readContract(validate, key)
    contracts.set(key, known)
    const checked: Json = value ?? defaultValue(context)
    const problems = (await known).check(checked)
    if (problems.length === 0) return checked
    throw new PermanentError('CONTRACT', `The value breaks its contract: ${problemsText(problems)}`, { fix: fixFor(validate) })
  },
})

function defaultValue({ names, item }: StepContext): Json {
  return names['result'] ?? item.data
}

function keyOf(validate: SchemaSource, folder: string): string {
  return typeof validate === 'string' ? resolve(folder, validate) : canonical(validate as JsonObject) // a schema in the file
}

async function readContract(validate: SchemaSource, key: string): Promise<Contract> {
  const schema = typeof validate === 'string' ? await readSchema(key) : (validate as JsonObject) // as above
  return { check: compile(schema, typeof validate === 'string' ? key : undefined), version: sha256(canonical(schema)) }
}

async function readSchema(path: string): Promise<JsonObject> {
  const value: unknown = await readJson(path)
  if (isObject(value)) return value as JsonObject // an object that JSON.parse made
  throw new UsageError('SCHEMA_UNUSABLE', 'Expected a JSON Schema, an object', { place: { file: path } })
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    const fix = 'Its path starts at the folder of the pipeline file.'
    throw new UsageError('SCHEMA_UNREADABLE', `Cannot read the JSON Schema: ${toError(thrown).message}`, {
      place: { file: path },
      cause: thrown,
      fix,
    })
  }
}

function compile(schema: JsonObject, file: string | undefined): SchemaCheck {
  try {
    return compileSchema(schema)
  } catch (thrown) {
    if (!(thrown instanceof UsageError) || file === undefined) throw thrown
    throw new UsageError(thrown.code, thrown.message, { place: { file }, cause: thrown })
  }
}

function fixFor(validate: SchemaSource): string {
  return `The contract is ${typeof validate === 'string' ? validate : 'the schema of the step'}.`
}
