/** Options that all sources of rows share. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import { compileSchema } from '../pipeline/json-schema.ts'
import { readJson } from './json-text.ts'
import { requireFile } from './missing-path.ts'
import type { RowRules } from './row.ts'

const schema = z.union([z.string().min(1), z.record(z.string(), z.json())])

export const rowOptions = {
  id: z.string().min(1).optional().describe('The field that holds the id. @default a field named `id`, else a hash of the row'),
  priority: z
    .string()
    .min(1)
    .optional()
    .describe('The field with the priority, a whole number from 0 to 1000: larger ones go first.'),
  depends_on: z
    .string()
    .min(1)
    .optional()
    .describe('The field with the ids that the item waits for: a text, or a list; in a text, `;` stands between two.'),
  schema: schema.optional().describe('JSON Schema that every row must fulfil, or the path of a file with one.'),
} as const

export interface RowOptions {
  readonly id?: string | undefined
  readonly priority?: string | undefined
  readonly depends_on?: string | undefined
  readonly schema?: string | JsonObject | undefined
}

/** @throws UsageError when the schema cannot be read or used. */
export async function rowRules({ id, priority, depends_on, schema }: RowOptions, folder: string): Promise<RowRules> {
  const found = typeof schema === 'string' ? await schemaFile(path.resolve(folder, schema)) : schema
  return {
    ...(id === undefined ? {} : { id }),
    ...(priority === undefined ? {} : { priority }),
    ...(depends_on === undefined ? {} : { dependsOn: depends_on }),
    ...(found === undefined ? {} : { check: compileSchema(found) }),
  }
}

async function schemaFile(file: string): Promise<JsonObject> {
  await requireFile(file)
  const reading = readJson(await readFile(file, 'utf8'))
  if ('fault' in reading)
    throw new UsageError('SCHEMA_UNUSABLE', `Cannot read the schema: ${reading.fault.message}.`, { place: { file } })
  if (isObject(reading.value)) return reading.value as JsonObject // an object out of JSON.parse
  throw new UsageError('SCHEMA_UNUSABLE', 'Expected the schema to be a JSON object.', { place: { file } })
}
