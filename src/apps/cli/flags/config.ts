/** `--config JSON|@FILE` and `--set key=value`: what a pipeline sees as `{config.…}`. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Json, type JsonObject, UsageError } from '../../../index.ts'

export interface ConfigFlags {
  readonly config?: string
  readonly set?: readonly string[]
}

/** `--set` wins over `--config`. @throws UsageError */
export function configOf({ config, set = [] }: ConfigFlags, folder: string): JsonObject | undefined {
  if (config === undefined && set.length === 0) return undefined
  const base = config === undefined ? {} : parseConfig(config, folder)
  return set.reduce((merged, assignment) => assign(merged, assignment), base)
}

/** Where each field was given, as messages say it. */
export function configOrigins({ config, set = [] }: ConfigFlags, given: JsonObject): Readonly<Record<string, string>> {
  const named = new Set(set.map((assignment) => assignment.split(/[.=]/, 1)[0]))
  const origin = config?.startsWith('@') === true ? `--config ${config}` : '--config'
  return Object.fromEntries(Object.keys(given).map((key) => [key, named.has(key) ? `--set ${key}` : origin]))
}

function parseConfig(given: string, folder: string): JsonObject {
  const file = given.startsWith('@') ? resolve(folder, given.slice(1)) : undefined
  const text = file === undefined ? given : readText(file)
  const value = parseJson(text, file)
  if (isJsonObject(value)) return value
  const what = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`
  throw new UsageError('CONFIG_SHAPE', `Expected --config to be a JSON object, got ${what}.`, {
    fix: `Write it as '{"key": "value"}', or one key at a time with --set key=value.`,
    ...(file === undefined ? {} : { place: { file } }),
  })
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError('CONFIG_FILE', `Expected --config @FILE to name a file that can be read, got ${file}.`, { cause })
  }
}

function parseJson(text: string, file: string | undefined): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse gives JSON
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new UsageError('CONFIG_JSON', `Expected --config to be JSON: ${why}.`, {
      cause,
      fix: `Write it as '{"key": "value"}' (in single quotes for the shell), or name a file with --config @FILE.`,
      ...(file === undefined ? {} : { place: { file } }),
    })
  }
}

/** `a.b=1` sets a field of a field. A value that is JSON is taken as such, `[a, b]` as a list, any other is text. */
function assign(config: JsonObject, assignment: string): JsonObject {
  const at = assignment.indexOf('=')
  const keys = assignment.slice(0, at).split('.')
  const isSafe = at > 0 && keys.every((key) => key !== '' && !['__proto__', 'constructor', 'prototype'].includes(key))
  if (isSafe) return withValue(config, keys, settingOf(assignment.slice(at + 1)))
  throw new UsageError('SET_SHAPE', `Expected --set key=value, got "${assignment}".`, {
    fix: 'For example: --set compression_level=6',
  })
}

function withValue(object: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...object, [key]: value }
  const inner = object[key]
  return { ...object, [key]: withValue(isJsonObject(inner) ? inner : {}, rest, value) }
}

function settingOf(text: string): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse gives JSON
  } catch {
    const words = /^\[([^"[\]{}]+)\]$/.exec(text)?.[1]
    return words === undefined ? text : words.split(',').map((word) => settingOf(word.trim()))
  }
}

function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
