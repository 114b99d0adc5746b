/**
 * A recipe that is a step of another pipeline becomes steps of that pipeline, which keep their own names, config and
 * folder: their scope. Plain data, stored with the step, so that a resume finds it again.
 */
import type { Json, JsonObject } from '../base/json.ts'

export interface RecipeScope {
  /** The prefix of its steps' names: `resize`, or `publish.resize` for a recipe in a recipe. */
  readonly name: string
  readonly config: JsonObject
  /** Relative modules and schemas start here. Absolute. */
  readonly folder: string
  /** The recipe step's own condition, over the names outside. */
  readonly when?: string
  /** Of the recipe that this one is a step of. */
  readonly outer?: RecipeScope
}

/** The key under which a name of the scope stands among all names of an item. No placeholder can spell it. */
export function scopedKey(name: string, scope: RecipeScope | undefined): string {
  return scope === undefined ? name : `${prefixOf(scope)}${name}`
}

/** The name that a step of the scope, or of the pipeline itself, has for a key; nothing for keys of other scopes. */
export function visibleName(key: string, scope: RecipeScope | undefined): string | undefined {
  if (!key.includes('/')) return key
  if (scope === undefined) return undefined
  const prefix = prefixOf(scope)
  const name = key.startsWith(prefix) ? key.slice(prefix.length) : '/'
  return name.includes('/') ? visibleName(key, scope.outer) : name
}

/** What a step of the scope sees: everything outside, the recipe's own config, and over it what its steps have set. Without a scope: what recipes have not set. */
export function namesIn(scope: RecipeScope | undefined, names: JsonObject): JsonObject {
  const seen: Record<string, Json> = {}
  for (const key of Object.keys(names).sort(shorterFirst)) {
    const name = visibleName(key, scope)
    if (name !== undefined) seen[name] = names[key] ?? null
  }
  if (scope !== undefined) seen['config'] = scope.config
  // Worked out when it is asked for, and no part of "the whole context".
  const path = Object.getOwnPropertyDescriptor(names, 'output_path')
  if (path !== undefined && path.enumerable !== true) Object.defineProperty(seen, 'output_path', path)
  return seen
}

/** Names of scopes further out come first, so that those further in lie over them. */
function shorterFirst(left: string, right: string): number {
  return left.split('/').length - right.split('/').length
}

function prefixOf({ name }: RecipeScope): string {
  return `${name.replaceAll('.', '/')}/`
}
