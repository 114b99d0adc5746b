/** A recipe that a step names: found, read and with its config worked out, not yet built. */
import type { JsonObject } from '../base/json.ts'
import type { Places } from './places.ts'

export interface RecipeDocument {
  /** The keys of a pipeline file, options outside its steps filled in from the config. */
  readonly value: JsonObject
  readonly places: Places
  /** `{config.…}` inside: its own defaults, and over them what the step gives. */
  readonly config: JsonObject
  /** Where relative modules start. Absolute. */
  readonly folder: string
  /** Recipes among its own steps. */
  readonly recipes: RecipesByIndex
}

/** By the index of the step that names it. */
export type RecipesByIndex = ReadonlyMap<number, RecipeDocument>

/** Recipes among the steps of a file, and among those that run after the batch. */
export interface Recipes {
  readonly steps: RecipesByIndex
  readonly after: RecipesByIndex
}

export const noRecipes: Recipes = { steps: new Map(), after: new Map() }

/** A step that stands for a whole recipe, unless it is a tool of the caller's own that has such a key. */
export function namesRecipe(step: JsonObject, kinds: ReadonlySet<string>): boolean {
  return 'recipe' in step && step['tool'] === undefined && !kinds.has('recipe')
}
