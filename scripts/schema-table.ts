/** A JSON Schema of an object as rows of a table: its keys, what they take, what they are for. */
import { isObject, type Json, type JsonObject } from '../src/base/json.ts'
import { asObject } from '../src/pipeline/json-schema-parts.ts'

export interface Table {
  /** `action: read`, where a field chooses between several tables. */
  readonly title: string
  readonly rows: readonly Row[]
}

export interface Row {
  readonly key: string
  readonly value: string
  readonly about: string
}

/** One table, or one per branch of a choice. */
export function schemaTables(schema: JsonObject): readonly Table[] {
  const choice = schema['oneOf'] ?? schema['anyOf']
  const own = rowsOf(schema)
  if (!Array.isArray(choice)) return [{ title: '', rows: own }]
  return choice.map((branch: Json) => branchTable(asObject(branch), own))
}

function branchTable(branch: JsonObject, shared: readonly Row[]): Table {
  const chosen = Object.entries(asObject(branch['properties'])).find(([, value]) => isObject(value) && 'const' in value)
  const title = chosen === undefined ? '' : `${chosen[0]}: ${String(asObject(chosen[1])['const'])}`
  return { title, rows: [...shared, ...rowsOf(branch).filter(({ key }) => key !== chosen?.[0])] }
}

function rowsOf(schema: JsonObject): readonly Row[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(asObject(schema['properties'])).map(([key, value]) => {
    const field = asObject(value)
    const hasDefault = field['default'] !== undefined
    const isRequired = required.includes(key) && !hasDefault
    const ending = isRequired ? ' **Required.**' : hasDefault ? ` Default \`${JSON.stringify(field['default'])}\`.` : ''
    return { key, value: valueText(field), about: `${described(field)}${ending}`.trim() }
  })
}

function described({ description = '' }: JsonObject): string {
  return String(description).replace(/\s*@default (.*)$/s, ' Default: $1.')
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: '`true` or `false`',
  object: 'object',
  array: 'list',
  null: '`null`',
}

/** What a value may be, in few words. */
export function valueText(schema: JsonObject): string {
  const { type, items, anyOf, oneOf, examples } = schema
  if (Array.isArray(type)) return type.map((one: Json) => valueText({ ...schema, type: one })).join(' or ')
  if (Array.isArray(examples) && examples.length > 0)
    return `such as ${examples.map((one: Json) => `\`${String(one)}\``).join(', ')}`
  if ('const' in schema) return `\`${String(schema['const'])}\``
  if (Array.isArray(schema['enum'])) return schema['enum'].map((one: Json) => `\`${String(one)}\``).join(', ')
  const branches = anyOf ?? oneOf
  if (Array.isArray(branches)) return [...new Set(branches.map((one: Json) => valueText(asObject(one))))].join(' or ')
  if (type === 'array') return isObject(items) && items['type'] === 'string' ? 'list of texts' : 'list'
  return typeWords[String(type)] ?? 'any value'
}
