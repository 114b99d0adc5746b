/**
 * Which braces are placeholders. Only `{name}`, `{name.path}` and `{name | filter: argument}` are; `{{name}}` stands for
 * the text `{name}`; every other brace is ordinary text, so that JSON and code need no escaping.
 */
import { UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { checkFilter, type FilterName, filterNames, isFilterName } from './filters.ts'

export interface Placeholder {
  /** As written, braces included. */
  readonly text: string
  /** `['config', 'old_pattern']` for `{config.old_pattern}`. At least one part. */
  readonly path: readonly string[]
  readonly filters: readonly FilterCall[]
  /** Where the string that holds it stands in the value: keys and indexes. */
  readonly at: readonly (string | number)[]
  /** Offset of its first brace in that string. */
  readonly offset: number
}

export interface FilterCall {
  readonly name: FilterName
  readonly args: readonly (string | number)[]
}

/** A string, cut into ordinary text and placeholders. */
export type TextPiece = string | Placeholder

const argument = `"[^"]{0,1000}"|'[^']{0,1000}'|[^\\s|{}"',:]+`
const filter = `\\s*\\|\\s*[A-Za-z_]\\w*(?:\\s*:\\s*(?:${argument})(?:\\s*,\\s*(?:${argument}))*)?`
const body = `[A-Za-z_]\\w*(?:\\.[\\w-]+)*(?:(?:${filter})+\\s*)?`
const pattern = new RegExp(`\\{(\\{${body}\\})\\}|\\{(${body})\\}`, 'g')
const filterPattern = new RegExp(`\\|\\s*(\\w+)((?:\\s*[:,]\\s*(?:${argument}))*)`, 'g')
const argumentPattern = new RegExp(argument, 'g')

/** Cuts one string. Throws UsageError for a filter that does not exist or got the wrong arguments. */
export function textPieces(text: string, at: readonly (string | number)[] = []): readonly TextPiece[] {
  if (!text.includes('{')) return [text]
  const pieces: TextPiece[] = []
  let end = 0
  for (const match of text.matchAll(pattern)) {
    if (match.index > end) pieces.push(text.slice(end, match.index))
    pieces.push(match[1] ?? placeholder(match[0], at, match.index))
    end = match.index + match[0].length
  }
  if (end < text.length) pieces.push(text.slice(end))
  return joinText(pieces)
}

/** Every placeholder of a value, in the order they are written; also of values deep inside it. */
export function placeholdersIn(value: Json): readonly Placeholder[] {
  return placeholdersAt(value, [])
}

/** True for a string in which something is replaced. */
export function hasPlaceholder(value: Json): boolean {
  return placeholdersIn(value).length > 0
}

/** The name as `{name.path}` has it, without braces and filters. */
export function placeholderName({ path }: Pick<Placeholder, 'path'>): string {
  return path.join('.')
}

function placeholdersAt(value: Json, at: readonly (string | number)[]): readonly Placeholder[] {
  if (typeof value === 'string') return textPieces(value, at).filter((piece) => typeof piece !== 'string')
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return value.flatMap((entry: Json, index) => placeholdersAt(entry, [...at, index]))
  return Object.entries(value).flatMap(([key, entry]) => placeholdersAt(entry, [...at, key]))
}

function joinText(pieces: readonly TextPiece[]): readonly TextPiece[] {
  const joined: TextPiece[] = []
  for (const piece of pieces) {
    const last = joined.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') joined[joined.length - 1] = last + piece
    else joined.push(piece)
  }
  return joined.length === 0 ? [''] : joined
}

function placeholder(text: string, at: readonly (string | number)[], offset: number): Placeholder {
  const inner = text.slice(1, -1)
  const bar = inner.indexOf('|')
  const name = bar < 0 ? inner : inner.slice(0, bar)
  const filters = bar < 0 ? [] : [...inner.slice(bar).matchAll(filterPattern)].map((match) => filterCall(match, text))
  return { text, path: name.trim().split('.'), filters, at, offset }
}

function filterCall(match: RegExpExecArray, text: string): FilterCall {
  const [, name = '', list = ''] = match
  if (!isFilterName(name)) {
    throw new UsageError('FILTER_UNKNOWN', `Unknown filter "${name}" in ${text}.${didYouMean(name, filterNames)}`, {
      fix: `Filters are ${filterNames.join(', ')}. To keep the braces as text, double them: {${text}}.`,
    })
  }
  const args = (list.match(argumentPattern) ?? []).map(argumentValue)
  checkFilter(name, args, text)
  return { name, args }
}

function argumentValue(written: string): string | number {
  if (/^["']/.test(written)) return written.slice(1, -1)
  return /^-?\d+(?:\.\d+)?$/.test(written) ? Number(written) : written
}
