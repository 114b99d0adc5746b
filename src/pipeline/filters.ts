/** What `{value | filter: argument}` can do. Small on purpose: anything more is a transform step. */
import { PermanentError, UsageError } from '../base/errors.ts'
import { type Json, sha256 } from '../base/json.ts'

interface Filter {
  /** Fewest and most arguments. */
  readonly arity: readonly [number, number]
  /** One sentence for the reference. */
  readonly about: string
  apply(value: Json, args: readonly (string | number)[]): Json
}

export const filters = {
  truncate: {
    arity: [1, 2],
    about: 'at most n characters, ending in … (or the second argument) where it was cut',
    apply: truncate,
  },
  json: { arity: [0, 1], about: 'as JSON text; the argument is the number of spaces to indent by', apply: json },
  lower: { arity: [0, 0], about: 'in lower case', apply: (value) => asText(value).toLowerCase() },
  upper: { arity: [0, 0], about: 'in upper case', apply: (value) => asText(value).toUpperCase() },
  trim: { arity: [0, 0], about: 'without white space at both ends', apply: (value) => asText(value).trim() },
  slug: { arity: [0, 0], about: 'lower-case letters, digits and hyphens only, for names and addresses', apply: slug },
  data: {
    arity: [0, 0],
    about: 'between two marks that the value cannot contain, so that a reader knows where it ends',
    apply: data,
  },
  default: { arity: [1, 1], about: 'the argument where the value is missing, null or empty', apply: orDefault },
  replace: { arity: [2, 2], about: 'every occurrence of the first argument as the second', apply: replace },
  basename: { arity: [0, 0], about: 'the last part of a path', apply: (value) => lastPart(value) },
  dirname: { arity: [0, 0], about: 'a path without its last part', apply: (value) => dirname(asText(value)) },
  stem: { arity: [0, 0], about: 'the last part of a path without its extension', apply: (value) => cutName(value).stem },
  ext: { arity: [0, 0], about: 'the extension of a path, without the dot', apply: (value) => cutName(value).ext },
  join: { arity: [0, 1], about: 'the entries of a list with the argument between them (", " unless given)', apply: join },
  size: { arity: [0, 0], about: 'how many entries a list, fields an object or characters a text has', apply: size },
} as const satisfies Record<string, Filter>

export type FilterName = keyof typeof filters

export const filterNames = Object.keys(filters)

export function isFilterName(name: string): name is FilterName {
  return Object.hasOwn(filters, name)
}

/** Checks the number of arguments before the first item. */
export function checkFilter(name: FilterName, args: readonly (string | number)[], where: string): void {
  const [least, most] = filters[name].arity
  if (args.length >= least && args.length <= most) return
  const wanted = least === most ? `${least}` : `${least} to ${most}`
  throw new UsageError(
    'FILTER_ARGUMENTS',
    `Expected ${wanted} arguments for the filter "${name}" in ${where}, got ${args.length}.`,
  )
}

export function applyFilter(name: FilterName, value: Json, args: readonly (string | number)[]): Json {
  return filters[name].apply(value, args)
}

/** How a value reads in the middle of text: text as it is, nothing for null, JSON for lists and objects. */
export function asText(value: Json): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function truncate(value: Json, [limit = 0, mark = '…']: readonly (string | number)[]): string {
  const text = asText(value)
  const longest = Number(limit)
  if (!Number.isInteger(longest) || longest < 0) {
    throw new PermanentError('FILTER_ARGUMENT', `Expected a whole number of characters for "truncate", got "${limit}".`)
  }
  if (text.length <= longest) return text
  const end = String(mark).slice(0, longest)
  // Half of a surrogate pair is no character.
  return text.slice(0, longest - end.length).replace(/[\uD800-\uDBFF]$/, '') + end
}

function json(value: Json, [indent = 0]: readonly (string | number)[]): string {
  return JSON.stringify(value, null, Number(indent) || 0)
}

function slug(value: Json): string {
  const plain = asText(value).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '')
}

function data(value: Json): string {
  const text = asText(value)
  const mark = `data-${sha256(text).slice(0, 12)}`
  return `<${mark}>\n${text}\n</${mark}>`
}

function orDefault(value: Json, [fallback = '']: readonly (string | number)[]): Json {
  return value === null || value === '' ? fallback : value
}

function replace(value: Json, [from = '', to = '']: readonly (string | number)[]): string {
  return from === '' ? asText(value) : asText(value).replaceAll(String(from), () => String(to))
}

function join(value: Json, [between = ', ']: readonly (string | number)[]): string {
  return Array.isArray(value) ? value.map(asText).join(String(between)) : asText(value)
}

function size(value: Json): number {
  if (typeof value === 'string' || Array.isArray(value)) return value.length
  return typeof value === 'object' && value !== null ? Object.keys(value).length : 0
}

function lastPart(value: Json): string {
  return asText(value).replace(/\/+$/, '').split('/').at(-1) ?? ''
}

function dirname(path: string): string {
  const end = path.replace(/\/+$/, '').lastIndexOf('/')
  return end > 0 ? path.slice(0, end) : path.slice(0, end + 1) || '.'
}

function cutName(value: Json): { readonly stem: string; readonly ext: string } {
  const name = lastPart(value)
  const dot = name.lastIndexOf('.')
  return dot > 0 ? { stem: name.slice(0, dot), ext: name.slice(dot + 1) } : { stem: name, ext: '' }
}
