/** Puts one finding of the JSON Schema library into words: what was expected, what was there. */
import type { ErrorObject } from 'ajv'
import type { Json } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'

export interface Problem {
  /** `changes[2].file`; empty for the value itself. */
  readonly path: string
  /** `expected a string, got 5` */
  readonly message: string
  /** The field that should not be there. */
  readonly unknown?: string
}

export function problemOf(error: ErrorObject, root: Json): Problem {
  const unknown = unknownField(error)
  return { path: pathText(error.instancePath), message: messageOf(error, root), ...(unknown === undefined ? {} : { unknown }) }
}

/** A value as it reads in a message: short, and its kind is plain. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}

function messageOf(error: ErrorObject, root: Json): string {
  const { keyword, params, data } = error
  switch (keyword) {
    case 'type':
      return `expected ${typeText(params.type)}, got ${shown(data)}`
    case 'required':
      return `expected a field "${params.missingProperty}", got an object without it${nearField(error, params.missingProperty)}`
    case 'additionalProperties':
    case 'unevaluatedProperties': {
      const name = unknownField(error) ?? ''
      return `unknown field "${name}".${didYouMean(name, knownFields(error))}`
    }
    case 'enum':
      return `expected one of ${listed(params.allowedValues)}, got ${shown(data)}${typeof data === 'string' ? meant(data, params.allowedValues) : ''}`
    case 'const':
      return `expected ${shown(params.allowedValue)}, got ${shown(data)}`
    case 'pattern':
      return `expected text that matches ${params.pattern}, got ${shown(data)}`
    case 'format':
      return `expected a ${params.format}, got ${shown(data)}`
    default:
      return limitMessage(error) ?? `the value ${error.message ?? `breaks "${keyword}"`}, got ${shown(data ?? root)}`
  }
}

function unknownField({ params }: ErrorObject): string | undefined {
  const name: unknown = params.additionalProperty ?? params.unevaluatedProperty
  return name === undefined ? undefined : String(name)
}

const limits: Readonly<Record<string, (limit: unknown) => string>> = {
  minimum: (limit) => `a number from ${limit} up`,
  maximum: (limit) => `a number up to ${limit}`,
  exclusiveMinimum: (limit) => `a number above ${limit}`,
  exclusiveMaximum: (limit) => `a number below ${limit}`,
  minLength: (limit) => `text of at least ${limit} characters`,
  maxLength: (limit) => `text of at most ${limit} characters`,
  minItems: (limit) => `a list of at least ${limit}`,
  maxItems: (limit) => `a list of at most ${limit}`,
}

function limitMessage({ keyword, params, data }: ErrorObject): string | undefined {
  const expected = limits[keyword]?.(params.limit)
  return expected === undefined ? undefined : `expected ${expected}, got ${shown(data)}`
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

function typeText(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',')
  return types.map((name) => typeNames[name] ?? name).join(' or ')
}

function listed(values: unknown): string {
  return Array.isArray(values) ? values.map(shown).join(', ') : shown(values)
}

function meant(given: string, values: unknown): string {
  const hint = didYouMean(given, Array.isArray(values) ? values.filter((value) => typeof value === 'string') : [])
  return hint === '' ? '' : `.${hint}`
}

function nearField(error: ErrorObject, name: unknown): string {
  const known = new Set(knownFields(error))
  const keys = Object.keys(Object(error.data)).filter((key) => !known.has(key))
  const hint = didYouMean(String(name), keys)
  return hint === '' ? '' : `.${hint.replace('Did you mean', 'It has').replace('?', '.')}`
}

function knownFields({ parentSchema }: ErrorObject): readonly string[] {
  const properties: unknown = parentSchema?.properties
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

/** `/changes/2/file` as `changes[2].file`. */
function pathText(pointer: string): string {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
  return keys.map((key, index) => (/^\d+$/.test(key) ? `[${key}]` : index === 0 ? key : `.${key}`)).join('')
}
