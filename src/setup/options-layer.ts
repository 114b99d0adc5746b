/** What flags and callers say, in the words of a pipeline file. */
import { resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { type Path, placesWithoutText } from '../pipeline/places.ts'
import type { Layer } from '../pipeline/settings.ts'
import { layerOf } from '../pipeline/settings.ts'
import { isFolder } from './find-file.ts'
import type { BatchRequest } from './request.ts'

const flags = placesWithoutText('command line')

/** Run options, `--output` and the config of a request. */
export function requestLayer({ options = {}, output }: BatchRequest): Layer {
  return layerOf({ ...options, ...(output !== undefined && { output_path: output }) }, flags)
}

/**
 * `--input` and the arguments behind the pipeline's name, over the input there is. For files, a folder keeps the
 * pipeline's patterns, anything else replaces them. @param folder where relative paths start; absolute
 */
export async function withInput(input: JsonObject, given: readonly string[], folder: string): Promise<JsonObject> {
  const type = typeof input['type'] === 'string' ? input['type'] : 'files'
  if (given.length === 1 && given[0] === '-') return type === 'stdin' ? input : { type: 'stdin' }
  if (given.includes('-')) throw besideStdin(given)
  if (type === 'stdin') throw onlyStdin(given)
  if (type !== 'files') return { ...input, type, path: single(given) }
  const { path: _, ...rest } = input
  const folders = await foldersOf(given, folder)
  if (folders.length === given.length) return { ...rest, type, path: single(given) }
  const patterns = patternsOf(rest['pattern'])
  return {
    ...rest,
    type,
    pattern: single(given.flatMap((one) => (folders.includes(one) ? patterns.map((pattern) => `${one}/${pattern}`) : [one]))),
  }
}

function besideStdin(given: readonly string[]): UsageError {
  const others = given.filter((one) => one !== '-').join(', ')
  return new UsageError('INPUT_STDIN', `Expected standard input (-) alone, got it together with ${others}.`, {
    place: flags.placeOf([]),
    fix: 'Name files, or pipe into the command: both at once is two batches.',
  })
}

function onlyStdin(given: readonly string[]): UsageError {
  return new UsageError('INPUT_STDIN', `Expected items on standard input, as the pipeline says, got ${given.join(', ')}.`, {
    place: flags.placeOf([]),
    fix: `Pipe it in: millrace run PIPELINE < ${given[0]}. Or set \`input.type\` to what it holds: files, json, jsonl, csv.`,
  })
}

async function foldersOf(given: readonly string[], folder: string): Promise<readonly string[]> {
  const are = await Promise.all(given.map((one) => isFolder(resolve(folder, one))))
  return given.filter((_, index) => are[index])
}

function patternsOf(pattern: Json | undefined): readonly string[] {
  if (typeof pattern === 'string') return [pattern]
  return Array.isArray(pattern) ? pattern.filter((one) => typeof one === 'string') : ['**/*']
}

function single(values: readonly string[]): Json {
  const [first] = values
  return values.length === 1 && first !== undefined ? first : values
}

/** The fields of a request's config, with where they came from. */
export function configLayer({ config, configOrigins = {} }: Pick<BatchRequest, 'config' | 'configOrigins'>): Layer {
  if (!isObject(config)) return []
  const originOf = ([_config, field]: Path) => configOrigins[String(field)]
  const placeOf = (path: Path) => ({ file: originOf(path) ?? flags.placeOf(path).file })
  return layerOf({ config }, { placeOf, placeOfText: placeOf })
}
