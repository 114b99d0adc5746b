/** What is wrong with a name that no item will have, and what to write in its place. */
import type { JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import type { Pipeline } from './definition.ts'
import { lookUp, placeholderName } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import type { RecipeScope } from './recipe-scope.ts'

export interface NameFacts {
  /** Option keys of the nth step that are taken as written. */
  literal(index: number): readonly string[]
  /** Fields that every item's data has; absent: unknown. */
  readonly dataFields?: readonly string[]
  /** False where the output path follows from what the work makes. */
  readonly outputPathKnown: boolean
}

export interface Scope {
  readonly pipeline: Pipeline
  readonly places: Places
  readonly facts: NameFacts
  /** Also keys of the scopes of recipes. */
  readonly known: Set<string>
  /** False after the batch. */
  readonly hasItem: boolean
  /** A call for many items. */
  readonly isGroup?: boolean
  /** The recipe's that the name is used in. */
  readonly recipe?: RecipeScope | undefined
}

export interface Use {
  /** `config.mode` */
  readonly path: readonly string[]
  /** As written: `{config.mode}`, or the name in a condition. */
  readonly text: string
  readonly at: Path
  /** How often the same text stands before it in the same value. */
  readonly nth: number
  /** It says itself what stands in where it is missing. */
  readonly mayMiss: boolean
}

export interface NameProblem {
  readonly code: string
  readonly message: string
  readonly fix: string
}

/** Why a step will not have the name; nothing where it will. */
export function problemOf(use: Use, scope: Scope): NameProblem | undefined {
  const [root = '', field] = use.path
  if (!scope.known.has(root)) return unknownName(use, scope)
  if (root === 'output_path' && !scope.facts.outputPathKnown) return unknowablePath(use, scope)
  if (field === undefined || use.mayMiss) return undefined
  if (root === 'config' && lookUp(use.path, { config: configOf(scope) }) === undefined) return missingConfig(use, scope)
  if ((root === 'item' || root === 'parent') && field !== 'id') return missingField(use, ['id'])
  const fields = root === 'input' ? scope.facts.dataFields : undefined
  return fields === undefined || fields.includes(field) ? undefined : missingField(use, fields)
}

function configOf({ recipe, pipeline }: Scope): JsonObject {
  return recipe?.config ?? pipeline.config
}

function unknownName({ path, text }: Use, { known, facts, hasItem, isGroup = false }: Scope): NameProblem {
  const [root = ''] = path
  const fix =
    (isGroup
      ? 'In a grouped step what belongs to one item is in {items}: a list of { id, input, … } with all its names.'
      : undefined) ??
    (hasItem ? fixes[root] : undefined) ??
    (facts.dataFields?.includes(root) ? `The item's own fields are {input.${root}}.` : undefined)
  const braces = text.startsWith('{') ? ` To keep the braces as text, double them: {${text}}.` : ''
  return {
    code: 'NAME_UNKNOWN',
    message: `Unknown name "${root}" in ${text}.${didYouMean(root, known)}`,
    fix: fix ?? `Here the names are ${[...known].sort().join(', ')}.${braces}`,
  }
}

const fixes: Readonly<Record<string, string>> = {
  content: 'Read the file first: { tool: filesystem, action: read } sets {content}.',
  result: 'No step before this one sets {result}.',
  path: "The item's data names no file: it has no field `path` or `file`.",
}

function unknowablePath({ text }: Use, { pipeline }: Scope): NameProblem {
  const layout = pipeline.output.layout.join(', ')
  return {
    code: 'OUTPUT_PATH_UNKNOWN',
    message: `${text} cannot be known before the work: the layout ${layout} looks at what the work makes.`,
    fix: 'Use a layout that follows from the input (tree, flat, by_date, a template), or a step that delivers without {output_path}.',
  }
}

function missingConfig({ path, text }: Use, scope: Scope): NameProblem {
  const name = path.slice(1).join('.')
  const fix =
    scope.recipe === undefined
      ? `Set it with --set ${name}=… or under \`config\`.`
      : `Give it under \`config\` of the step that names the recipe.`
  return {
    code: 'CONFIG_MISSING',
    message: `${text} has no value in the config.${didYouMean(name, Object.keys(configOf(scope)))}`,
    fix,
  }
}

function missingField({ path, text }: Use, fields: readonly string[]): NameProblem {
  const [root = '', field = ''] = path
  return {
    code: 'NAME_UNKNOWN',
    message: `Unknown field "${field}" in ${text}.${didYouMean(field, fields)}`,
    fix: `The fields of ${root} are ${fields.join(', ')}; where one may be missing, write {${placeholderName({ path })} | default: "…"}.`,
  }
}
