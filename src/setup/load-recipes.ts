/** Finds and reads the recipes that steps name, and those that these name, with the config that each of them gets. */
import { resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'
import { isJsonObject, isObject, type Json, type JsonObject } from '../base/json.ts'
import { refuseNoSteps } from '../pipeline/build-pipeline.ts'
import { fillFromConfig } from '../pipeline/config-fill.ts'
import { placeholdersIn } from '../pipeline/placeholders.ts'
import { type Places, placesBelow, placesWithoutText } from '../pipeline/places.ts'
import { namesRecipe, type RecipeDocument, type Recipes, type RecipesByIndex } from '../pipeline/recipe-document.ts'
import { shown } from '../pipeline/schema-problem.ts'
import { pipelineChain } from './find-chain.ts'
import { type FoundPipeline, findPipeline, type Search } from './find-pipeline.ts'
import { layered } from './load-layers.ts'

export interface RecipeSetting {
  readonly search: Search
  readonly kinds: ReadonlySet<string>
}

export interface LoadedRecipes {
  readonly recipes: Recipes
  /** What of the recipes does not count where they are steps, as sentences. */
  readonly notes: readonly string[]
}

/** The file, or the recipe, whose steps are looked at. */
interface Around {
  readonly value: JsonObject
  readonly places: Places
  readonly config: JsonObject
  /** Paths that begin with a dot start here. Absolute. */
  readonly folder: string
  /** The pipelines that lead here, the outermost first. */
  readonly way: readonly FoundPipeline[]
}

const deepest = 10
const most = 1_000

/** Throws UsageError, with the place, for a recipe that is not there, that contains itself, or whose config does not fit. */
export async function loadRecipes(around: Around, setting: RecipeSetting): Promise<LoadedRecipes> {
  const loader = new Loader(setting)
  const steps = await loader.listOf('steps', around)
  const after = await loader.listOf('after', around)
  return { recipes: { steps, after }, notes: loader.notes }
}

class Loader {
  readonly notes: string[] = []
  readonly #setting: RecipeSetting
  #count = 0

  constructor(setting: RecipeSetting) {
    this.#setting = setting
  }

  async listOf(list: 'steps' | 'after', around: Around): Promise<RecipesByIndex> {
    const loaded = new Map<number, RecipeDocument>()
    const given: Json = around.value[list] ?? []
    const steps: readonly Json[] = Array.isArray(given) ? given : []
    for (const [index, step] of steps.entries()) {
      if (!isJsonObject(step) || !namesRecipe(step, this.#setting.kinds)) continue
      loaded.set(index, await this.#recipe(step, { ...around, places: placesBelow(around.places, [list, index]) }))
    }
    return loaded
  }

  /** @param around its places begin at the step */
  async #recipe(step: JsonObject, around: Around): Promise<RecipeDocument> {
    this.#refuseTooMany(around)
    const found = await this.#find(step, around)
    refuseCircle(found, around)
    const chain = await pipelineChain(found, this.#setting.search)
    const given = { ...found, value: { config: configGiven(step, around) }, places: around.places }
    const { value, places, finalConfig } = layered({
      request: {},
      config: { file: undefined, value: {}, places: placesWithoutText('config'), warnings: [] },
      manifest: undefined,
      chain: [...chain, given],
    })
    refuseNoSteps(value, places)
    this.#note(found, value)
    const folder = chain.find((one) => one.value['steps'] !== undefined)?.folder ?? found.folder
    const recipes = await this.listOf('steps', {
      value,
      places,
      config: finalConfig,
      folder,
      way: [...around.way, ...chain.toReversed()],
    })
    return { value, places, config: finalConfig, folder, recipes }
  }

  /** As pipelines are found; a path that begins with a dot starts at the folder of the file that names it. */
  async #find({ recipe }: JsonObject, { places, folder }: Around): Promise<FoundPipeline> {
    const place = places.placeOf(['recipe'])
    if (typeof recipe !== 'string' || recipe.includes('\n') || recipe.trimStart().startsWith('{'))
      throw new UsageError('RECIPE_INVALID', `\`recipe\`: expected a name or a path, got ${shown(recipe)}.`, { place })
    try {
      return await findPipeline(/^\.\.?[/\\]/.test(recipe) ? resolve(folder, recipe) : recipe, this.#setting.search)
    } catch (thrown) {
      if (!(thrown instanceof UsageError) || thrown.code !== 'PIPELINE_UNKNOWN') throw thrown
      const fix = thrown.fix === undefined ? {} : { fix: thrown.fix }
      throw new UsageError('RECIPE_UNKNOWN', thrown.message.replace('pipeline', 'recipe'), { place, cause: thrown, ...fix })
    }
  }

  #refuseTooMany({ places, way }: Around): void {
    this.#count += 1
    if (this.#count > most) {
      throw new UsageError('RECIPES_TOO_MANY', `Expected at most ${most} recipes as steps in all, got more.`, {
        place: places.placeOf(['recipe']),
      })
    }
    if (way.length <= deepest) return
    throw new UsageError('RECIPE_TOO_DEEP', `Expected at most ${deepest} recipes inside each other, got more: ${wayText(way)}.`, {
      place: places.placeOf(['recipe']),
    })
  }

  #note({ name, file }: FoundPipeline, value: JsonObject): void {
    const ignored = Object.keys(value).filter((key) => !counted.has(key))
    if (ignored.length === 0) return
    const where = file === undefined ? name : `${name} (${file})`
    const note = `As a step, the recipe ${where} does its steps only: its ${listed(ignored)} ${ignored.length === 1 ? 'does' : 'do'} not count.`
    if (!this.notes.includes(note)) this.notes.push(note)
  }
}

/** What counts of a recipe that is a step. */
const counted = new Set(['name', 'description', 'type', 'steps', 'config', 'config_schema', 'retry', 'max_retries', 'secrets'])

/** The same file, or the same entry of a config file, inside itself. */
function refuseCircle(found: FoundPipeline, { way, places }: Around): void {
  const start = way.findIndex((one) => isSame(one, found))
  if (start < 0) return
  throw new UsageError('RECIPE_CIRCLE', `The recipe "${found.name}" contains itself: ${wayText([...way.slice(start), found])}.`, {
    place: places.placeOf(['recipe']),
    fix: 'Take the steps that both need into a recipe of their own.',
  })
}

function isSame(one: FoundPipeline, other: FoundPipeline): boolean {
  return one.file !== undefined && one.file === other.file && one.name === other.name
}

function wayText(way: readonly FoundPipeline[]): string {
  return way.map(({ name }) => name).join(' → ')
}

/** Filled in from the config around it. Of an item it can hold nothing: it is worked out before there is one. */
function configGiven({ config }: JsonObject, around: Around): JsonObject {
  if (config === undefined) return {}
  const places = placesBelow(around.places, ['config'])
  if (!isObject(config)) {
    throw new UsageError('RECIPE_CONFIG', `\`config\` of a recipe: expected an object, got ${shown(config)}.`, {
      place: places.placeOf([]),
    })
  }
  // A part of JSON; under one key, so that none of its own is taken for one of a pipeline file.
  const given = { given: config as JsonObject }
  const filled = fillFromConfig(given, around.config, belowOneKey(places))
  const [stray] = placeholdersIn(given).filter(({ path }) => path[0] !== 'config')
  if (stray === undefined) return isJsonObject(filled['given']) ? filled['given'] : {}
  throw new UsageError('RECIPE_CONFIG', `${stray.text} has no value yet: the config of a recipe is the same for every item.`, {
    place: places.placeOfText(stray.at.slice(1), stray.text, 0),
    fix: 'The steps of the recipe see the names of the steps before it: use the name there.',
  })
}

function belowOneKey(places: Places): Places {
  return {
    placeOf: (path, part) => places.placeOf(path.slice(1), part),
    placeOfText: (path, piece, nth) => places.placeOfText(path.slice(1), piece, nth),
  }
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
