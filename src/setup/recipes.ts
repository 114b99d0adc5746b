/** The recipes that come with Millrace, and the pipelines a person keeps. */
import { constants } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { errorCode, UsageError } from '../base/errors.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { readConfigFile } from './config-file.ts'
import { firstFile, textEndings } from './find-file.ts'
import { readPipeline, shippedRecipes } from './find-pipeline.ts'
import { pipelineFiles, pipelineNames } from './recipe-names.ts'

export interface RecipeSummary {
  readonly name: string
  readonly description: string
  /** Absolute; absent for a pipeline that stands in the config file. */
  readonly file?: string
}

/** What a recipe says about itself, as its file has it. */
export interface RecipeDescription extends RecipeSummary {
  readonly input: JsonObject
  readonly output: JsonObject
  /** Defaults of `{config.…}`. */
  readonly config: JsonObject
  readonly configSchema: JsonObject
  readonly steps: readonly JsonObject[]
}

/** The shipped recipes, by name. @param folder another folder of recipes */
export async function listRecipes(folder: string = shippedRecipes): Promise<readonly RecipeSummary[]> {
  return summaries(folder)
}

/** The pipelines in `./pipelines/` and in the config file. @param folder the working directory */
export async function listPipelines(folder: string): Promise<readonly RecipeSummary[]> {
  const { value, file } = await readConfigFile(folder)
  const pipelines = value['pipelines']
  const configured = isObject(pipelines) ? Object.entries(pipelines) : []
  const own = configured.map(([name, one]) => ({
    name,
    description: textIn(one, 'description'),
    ...(file !== undefined && { file }),
  }))
  return [...(await summaries(join(folder, 'pipelines'))), ...own]
}

/** One recipe in full. Throws UsageError with the nearest name for one that does not exist. */
export async function describeRecipe(name: string, folder: string = shippedRecipes): Promise<RecipeDescription> {
  const file = await recipeFile(name, folder)
  const { value } = await readPipeline(file)
  const part = (key: string) => (isObject(value[key]) ? (value[key] as JsonObject) : {}) // a part of JSON
  const steps = Array.isArray(value['steps']) ? (value['steps'].filter(isObject) as readonly JsonObject[]) : [] // as above
  return {
    name: textIn(value, 'name') || name,
    description: textIn(value, 'description'),
    file,
    input: part('input'),
    output: part('output'),
    config: part('config'),
    configSchema: part('config_schema'),
    steps,
  }
}

/** Copies a recipe to `./pipelines/`, to be changed there. Throws UsageError rather than overwrite. Returns the new file. */
export async function initRecipe(name: string, targetFolder: string, folder: string = shippedRecipes): Promise<string> {
  const source = await recipeFile(name, folder)
  const target = join(targetFolder, 'pipelines', `${basename(source, extname(source))}${extname(source)}`)
  await mkdir(join(targetFolder, 'pipelines'), { recursive: true })
  try {
    await copyFile(source, target, constants.COPYFILE_EXCL)
    return target
  } catch (thrown) {
    if (errorCode(thrown) !== 'EEXIST') throw thrown
    throw new UsageError('FILE_EXISTS', `${target} exists already, and nothing is overwritten.`, {
      fix: 'Rename or remove it first.',
    })
  }
}

async function recipeFile(name: string, folder: string): Promise<string> {
  const plain = name.replace(/^recipes\//, '').replace(/\.(?:ya?ml|toml|json)$/, '')
  const file = /^[\w.-]+$/.test(plain)
    ? await firstFile(
        folder,
        textEndings.map((ending) => `${plain}${ending}`),
      )
    : undefined
  if (file !== undefined) return file
  const known = await pipelineNames(folder)
  throw new UsageError('RECIPE_UNKNOWN', `There is no recipe "${name}".${didYouMean(plain, known)}`, {
    fix: `Recipes are ${known.join(', ')}.`,
  })
}

async function summaries(folder: string): Promise<readonly RecipeSummary[]> {
  const files = await pipelineFiles(folder)
  return Promise.all(files.map((name) => summary(join(folder, name))))
}

/** One broken file does not hide the others. */
async function summary(file: string): Promise<RecipeSummary> {
  const name = basename(file, extname(file))
  try {
    const { value } = await readPipeline(file)
    return { name, description: textIn(value, 'description'), file }
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    return { name, description: `Cannot be read: ${thrown.message.split('\n')[0]}`, file }
  }
}

function textIn(value: unknown, key: string): string {
  const text = isObject(value) ? value[key] : undefined
  return typeof text === 'string' ? text.trim() : ''
}
