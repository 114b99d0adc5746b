/**
 * Replaces placeholders by values. A template is compiled once and filled for every item; what is constant in it is
 * returned as it is. A value that was inserted is never looked at again, whatever braces it holds.
 */
import { PermanentError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { applyFilter, asText } from './filters.ts'
import {
  hasPlaceholder,
  type Placeholder,
  placeholderName,
  placeholdersIn,
  type TextPiece,
  textPieces,
} from './placeholder-text.ts'

export { hasPlaceholder, type Placeholder, placeholderName, placeholdersIn }

export interface CompiledTemplate {
  /** Every placeholder in it; empty: `fill` returns the same value each time. */
  readonly names: readonly Placeholder[]
  /** Throws PermanentError `NAME_MISSING` when a placeholder has no value. */
  fill(names: JsonObject): Json
}

type Fill = (names: JsonObject) => Json

export function compileTemplate(value: Json): CompiledTemplate {
  const fill = compile(value)
  const names = placeholdersIn(value)
  return typeof fill === 'function' ? { names, fill } : { names, fill: () => fill.constant }
}

/** Fills a value in one go; for a value that is filled often, use `compileTemplate`. */
export function fill(value: Json, names: JsonObject): Json {
  return compileTemplate(value).fill(names)
}

/** A text and its inserted values apart, for receivers that must not splice them together. */
export function templateParts(
  text: string,
  names: JsonObject,
): readonly ({ readonly text: string } | { readonly value: Json })[] {
  return textPieces(text)
    .filter((piece) => piece !== '')
    .map((piece) => (typeof piece === 'string' ? { text: piece } : { value: placeholderValue(piece, names) }))
}

/** The value of one placeholder, filters applied. Throws PermanentError `NAME_MISSING`. */
export function placeholderValue(placeholder: Placeholder, names: JsonObject): Json {
  const { path, filters } = placeholder
  const found = lookUp(path, names)
  const hasDefault = filters.some(({ name }) => name === 'default')
  if (found === undefined && !hasDefault) throw missing(placeholder, names)
  return filters.reduce<Json>((value, { name, args }) => applyFilter(name, value, args), found ?? null)
}

/** What stands at a path, own fields and list indexes only. */
export function lookUp(path: readonly string[], names: JsonObject): Json | undefined {
  let value: Json | undefined = names
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    if (Array.isArray(value) && key === 'length') return undefined
    value = (value as JsonObject)[key] // a list is read by its index, which is a key too
  }
  return value
}

type Compiled = Fill | { readonly constant: Json }

function compile(value: Json): Compiled {
  if (typeof value === 'string') return compileText(value)
  if (typeof value !== 'object' || value === null) return { constant: value }
  return Array.isArray(value) ? compileList(value) : compileObject(value as JsonObject) // lists are gone here
}

function compileText(text: string): Compiled {
  const pieces = textPieces(text)
  const [first = '', ...others] = pieces
  if (others.length > 0) return (names) => joinPieces(pieces, names)
  if (typeof first === 'string') return { constant: first }
  return (names) => placeholderValue(first, names)
}

function joinPieces(pieces: readonly TextPiece[], names: JsonObject): string {
  let text = ''
  for (const piece of pieces) text += typeof piece === 'string' ? piece : asText(placeholderValue(piece, names))
  return text
}

function compileList(list: readonly Json[]): Compiled {
  const entries = list.map(compile)
  if (entries.every(isConstant)) return { constant: sameEntries(list, entries) ? list : entries.map(({ constant }) => constant) }
  return (names) => entries.map((entry) => run(entry, names))
}

function compileObject(object: JsonObject): Compiled {
  const keys = Object.keys(object)
  const fields = Object.values(object).map(compile)
  const build = (names: JsonObject) => withFields(keys, (index) => run(fields[index] ?? { constant: null }, names))
  if (!fields.every(isConstant)) return build
  return { constant: sameEntries(Object.values(object), fields) ? object : build({}) }
}

function withFields(keys: readonly string[], field: (index: number) => Json): JsonObject {
  const filled: Record<string, Json> = {}
  for (let index = 0; index < keys.length; index++) setOwn(filled, keys[index] ?? '', field(index))
  return filled
}

function setOwn(object: Record<string, Json>, key: string, value: Json): void {
  // Plain assignment of this one key would set the prototype.
  if (key === '__proto__') Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
  else object[key] = value
}

function run(compiled: Compiled, names: JsonObject): Json {
  return typeof compiled === 'function' ? compiled(names) : compiled.constant
}

function isConstant(compiled: Compiled): compiled is { readonly constant: Json } {
  return typeof compiled !== 'function'
}

function sameEntries(before: readonly Json[], after: readonly { readonly constant: Json }[]): boolean {
  return after.every(({ constant }, index) => constant === before[index])
}

function missing(placeholder: Placeholder, names: JsonObject): PermanentError {
  const { path, text } = placeholder
  const known = path.findIndex((_, index) => lookUp(path.slice(0, index + 1), names) === undefined)
  const key = path[known] ?? ''
  const holder = lookUp(path.slice(0, known), names)
  const keys = typeof holder === 'object' && holder !== null && !Array.isArray(holder) ? Object.keys(holder) : []
  const where = known === 0 ? 'no step or input has set it' : `"${path.slice(0, known).join('.')}" has no "${key}"`
  return new PermanentError('NAME_MISSING', `${text} has no value: ${where}.${didYouMean(key, keys)}`, {
    fix: `Give it a value where it may be missing: {${placeholderName(placeholder)} | default: "…"}.`,
  })
}
