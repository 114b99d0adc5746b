/** Finds a pipeline by what a person calls it: a path, a name, or the text itself. */
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../base/errors.ts'
import { isJsonObject, isObject, type JsonObject } from '../base/json.ts'
import { packageFile } from '../base/own-files.ts'
import { didYouMean } from '../base/suggest.ts'
import { type ParsedText, parseText } from '../pipeline/parse-text.ts'
import { type Places, placesBelow, placesWithoutText } from '../pipeline/places.ts'
import type { ConfigFile } from './config-file.ts'
import { firstFile, isFile, readTextFile, textEndings } from './find-file.ts'
import { pipelineNames } from './recipe-names.ts'

export interface FoundPipeline {
  readonly value: JsonObject
  readonly places: Places
  /** Where its relative paths start. Absolute. */
  readonly folder: string
  /** Absolute; absent for text and objects. */
  readonly file?: string
  /** What to call it when it says nothing itself. */
  readonly name: string
}

export interface Search {
  /** The working directory. Absolute. */
  readonly folder: string
  readonly config: ConfigFile
  /** Shipped recipes. */
  readonly recipes: string
}

/** `recipes/` of this installation: beside `src/` in a checkout, beside `dist/` in a package. */
export const shippedRecipes = fileURLToPath(packageFile('recipes'))

/**
 * By path, then by name in `./pipelines/`, in the config file's `pipelines`, then among the shipped recipes.
 * Throws UsageError with the nearest name when there is none.
 */
export async function findPipeline(reference: string | JsonObject, search: Search): Promise<FoundPipeline> {
  if (typeof reference !== 'string') return givenObject(reference, search)
  if (reference === '-') throw pipelineOnStdin()
  if (isText(reference)) return inlineText(reference, search)
  const file = await pipelineFile(reference, search)
  if (file !== undefined) return readPipeline(file)
  const named = await configured(reference, search)
  if (named !== undefined) return named
  const recipe = await firstFile(search.recipes, endings(reference.replace(/^recipes\//, '')))
  if (recipe !== undefined) return readPipeline(recipe)
  throw await unknownPipeline(reference, search)
}

/** Reads one pipeline file. */
export async function readPipeline(file: string): Promise<FoundPipeline> {
  return { ...objectOf(parseText(await readTextFile(file), file), file), folder: dirname(file), file, name: nameFrom(file) }
}

/** By path, or by name in `./pipelines/`. */
async function pipelineFile(reference: string, { folder }: Search): Promise<string | undefined> {
  const isPath = /[/\\]/.test(reference) || textEndings.some((ending) => reference.endsWith(ending))
  const path = resolve(folder, reference)
  if (isPath && (await isFile(path))) return path
  const withEnding = isPath ? await firstFile(dirname(path), endings(path.slice(dirname(path).length + 1))) : undefined
  return withEnding ?? (await firstFile(join(folder, 'pipelines'), endings(reference)))
}

async function configured(reference: string, search: Search): Promise<FoundPipeline | undefined> {
  const { config, folder } = search
  const pipelines = config.value['pipelines']
  if (!isJsonObject(pipelines) || !Object.hasOwn(pipelines, reference)) return undefined
  const value = pipelines[reference]
  const places = placesBelow(config.places, ['pipelines', reference])
  if (isJsonObject(value))
    return { value, places, folder, name: reference, ...(config.file !== undefined && { file: config.file }) }
  if (typeof value === 'string' && value !== reference) return { ...(await findPipeline(value, search)), name: reference }
  throw new UsageError('PIPELINE_INVALID', `Expected the pipeline "${reference}" to be a table with \`steps\`, or a path.`, {
    place: places.placeOf([]),
  })
}

function inlineText(text: string, { folder }: Search): FoundPipeline {
  return { ...objectOf(parseText(text, 'pipeline text', 'yaml'), 'pipeline text'), folder, name: 'pipeline' }
}

function givenObject(value: JsonObject, { folder }: Search): FoundPipeline {
  // Through text and back: an object given in code is held to the same limits as a file.
  const { value: plain } = parseText(JSON.stringify(value), 'pipeline object', 'json')
  return { value: plain as JsonObject, places: placesWithoutText('pipeline object'), folder, name: 'pipeline' } // it was an object
}

function objectOf({ value, places }: ParsedText, file: string): { readonly value: JsonObject; readonly places: Places } {
  if (isJsonObject(value)) return { value, places }
  throw new UsageError('PIPELINE_INVALID', 'Expected a pipeline with `steps`, got something else.', {
    place: { file, line: 1, column: 1 },
  })
}

/** YAML or JSON itself, not a name: it has several lines, or begins as an object does. */
function isText(reference: string): boolean {
  return reference.includes('\n') || reference.trimStart().startsWith('{')
}

function endings(name: string): readonly string[] {
  return textEndings.some((ending) => name.endsWith(ending)) ? [name] : textEndings.map((ending) => `${name}${ending}`)
}

function nameFrom(file: string): string {
  return file.slice(dirname(file).length + 1).replace(/\.[^.]+$/, '')
}

function pipelineOnStdin(): UsageError {
  return new UsageError('PIPELINE_STDIN', 'Expected the name or the path of a pipeline, got standard input (-).', {
    fix: 'Standard input is for items. Save the pipeline in a file, or give its text: --pipeline "$(cat)".',
  })
}

async function unknownPipeline(reference: string, { folder, config, recipes }: Search): Promise<UsageError> {
  const pipelines = config.value['pipelines']
  const known = [
    ...(await pipelineNames(join(folder, 'pipelines'))),
    ...(isObject(pipelines) ? Object.keys(pipelines) : []),
    ...(await pipelineNames(recipes)),
  ]
  return new UsageError('PIPELINE_UNKNOWN', `There is no pipeline "${reference}".${didYouMean(reference, known)}`, {
    fix: known.length === 0 ? 'Give the path of a pipeline file.' : `Known names are ${known.join(', ')}; a path works too.`,
  })
}
