/** Every name that a placeholder or a condition uses must be one that the step will see: checked before the first item. */
import { UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { enclosing } from './built-places.ts'
import { compileCondition, compileExpression } from './condition.ts'
import type { Pipeline, StepDefinition } from './definition.ts'
import { partNames } from './families.ts'
import { lookUp, type Placeholder, placeholderName, placeholdersIn } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import { type RecipeScope, visibleName } from './recipe-scope.ts'
import { valueAt } from './zod-problems.ts'

export interface NameFacts {
  /** Option keys of the nth step that are taken as written. */
  literal(index: number): readonly string[]
  /** Fields that every item's data has; absent: unknown. */
  readonly dataFields?: readonly string[]
  /** False where the output path follows from what the work makes. */
  readonly outputPathKnown: boolean
}

/** Names of an item that came from a file, or whose data names one. */
const fileNames = ['path', 'relative_path', 'dir', 'filename', 'basename', 'stem', 'ext']

/** Names that every step sees. */
const commonNames = ['input', 'metadata', 'config', 'envelope', 'item', 'output_path', 'batch_id', 'attempt']

/** Throws UsageError with the place of the first name that no item will have. */
export function checkNames(pipeline: Pipeline, places: Places, facts: NameFacts): void {
  const scope: Scope = {
    pipeline,
    places,
    facts,
    hasItem: true,
    known: new Set([...commonNames, ...(hasFile(facts) ? fileNames : [])]),
  }
  checkSteps(pipeline.steps, 'steps', scope)
  checkOutput(scope)
}

/** Names that a call for many items sees: what belongs to one of them is in `items`. */
const groupNames = ['items', 'group_size', 'config', 'envelope', 'batch_id', 'attempt']

/** Names that steps after the batch see, and an aggregation's template. */
const batchNames = ['total', 'succeeded', 'failed', 'skipped', 'cancelled', 'review', 'batch_id', 'config']

/** The same for what is done once, on the batch as a whole: there is no item any more. */
export function checkBatchNames(pipeline: Pipeline, places: Places, literal: NameFacts['literal']): void {
  const facts: NameFacts = { literal, outputPathKnown: true }
  const { template, output, fold } = pipeline.aggregation ?? {}
  const folded = fold === undefined ? [] : ['fold']
  const scope = { pipeline, places, facts, hasItem: false }
  const texts = usesIn({ template: template ?? null }, ['aggregation'])
  for (const use of texts) checkUse(use, { ...scope, known: new Set([...batchNames, ...folded]) })
  for (const use of usesIn({ output: output ?? null }, ['aggregation'])) {
    checkUse(use, { ...scope, known: new Set(['batch_id', 'config']) })
  }
  const made = pipeline.aggregation === undefined ? [] : ['aggregate', ...folded]
  const known = new Set([...batchNames, ...made, 'created_files', 'output_path', 'attempt'])
  checkSteps(pipeline.after, 'after', { ...scope, known })
}

interface Scope {
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

interface Use {
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

function hasFile({ dataFields }: NameFacts): boolean {
  return dataFields === undefined || dataFields.includes('path') || dataFields.includes('file')
}

function checkSteps(steps: readonly StepDefinition[], list: 'steps' | 'after', scope: Scope): void {
  const outside: (readonly string[])[] = []
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'merge') knowOnly(scope.known, outside.pop() ?? [...scope.known])
    checkStep(step, [list, index], scope)
    if (step.kind === 'split') outside.push([...scope.known])
    for (const name of namesSetBy(step)) scope.known.add(name)
  }
}

/** Behind a merge an item knows what it knew before its parts were made. */
function knowOnly(known: Set<string>, names: readonly string[]): void {
  known.clear()
  for (const name of names) known.add(name)
}

function namesSetBy({ kind, output }: StepDefinition): readonly string[] {
  if (kind === 'split') return partNames
  return kind === 'keep' ? [] : [output]
}

function checkStep(step: StepDefinition, at: Path, scope: Scope): void {
  const index = Number(at[1])
  const literal = new Set(scope.facts.literal(index))
  const options = Object.fromEntries(Object.entries(step.options).filter(([key]) => !literal.has(key)))
  const ofItem = [...usesIn({ reads: step.reads }, at), ...conditionUses(step, at)]
  for (const use of ofItem) checkUse(use, within(step.scope, scope))
  const ofCall = within(step.scope, step.group === undefined ? scope : { ...scope, known: new Set(groupNames), isGroup: true })
  for (const use of [...usesIn(options, at), ...costUses(step, at)]) checkUse(use, ofCall)
  for (
    let recipe = step.scope, path = [...at, enclosing];
    recipe !== undefined;
    recipe = recipe.outer, path = [...path, enclosing]
  ) {
    for (const use of conditionUses(recipe, path)) checkUse(use, within(recipe.outer, scope))
  }
}

/** As a step of the recipe sees it. */
function within(recipe: RecipeScope | undefined, scope: Scope): Scope {
  const known = [...scope.known].flatMap((key) => visibleName(key, recipe) ?? [])
  return { ...scope, known: new Set(known), recipe }
}

function checkOutput(scope: Scope): void {
  const { naming, layout } = scope.pipeline.output
  const outside = within(undefined, scope)
  outside.known.delete('output_path')
  for (const use of usesIn({ naming: naming ?? null, layout }, ['output'])) checkUse(use, outside)
}

function usesIn(value: JsonObject, root: Path): readonly Use[] {
  return placeholdersIn(value).map((one) => ({
    path: one.path,
    text: one.text,
    at: [...root, ...one.at],
    nth: occurrencesBefore(one, value),
    mayMiss: one.filters.some(({ name }) => name === 'default'),
  }))
}

function conditionUses({ when }: Pick<StepDefinition, 'when'>, step: Path): readonly Use[] {
  if (when === undefined) return []
  const at = [...step, 'when']
  return compileCondition(when).names.map((name) => ({
    path: [name],
    text: name,
    at,
    nth: standsAlone(when, name),
    mayMiss: false,
  }))
}

function costUses({ cost }: StepDefinition, step: Path): readonly Use[] {
  if (cost === undefined) return []
  const found = Object.entries(cost.from).flatMap(([unit, text]) => {
    // Its own value stands in for what an earlier step may have called so.
    const names = compileExpression(text).names.filter((name) => name !== 'result')
    return names.map((name) => ({
      path: [name],
      text: name,
      at: [...step, 'cost_from', unit],
      nth: standsAlone(text, name),
      mayMiss: false,
    }))
  })
  return [...usesIn({ cost: { ...cost.most } }, step), ...found]
}

/** How often the same letters stand in the condition before the name itself does. */
function standsAlone(when: string, name: string): number {
  const offset = when.search(new RegExp(`(?<![\\w.])${name}(?!\\w)`))
  return offset < 0 ? 0 : when.slice(0, offset).split(name).length - 1
}

function occurrencesBefore({ at, text, offset }: Placeholder, value: Json): number {
  const whole = valueAt(value, at)
  return typeof whole === 'string' ? whole.slice(0, offset).split(text).length - 1 : 0
}

function checkUse(use: Use, scope: Scope): void {
  const problem = problemOf(use, scope)
  if (problem === undefined) return
  const place = scope.places.placeOfText(use.at, use.text, use.nth)
  throw new UsageError(problem.code, problem.message, { place, fix: problem.fix })
}

interface NameProblem {
  readonly code: string
  readonly message: string
  readonly fix: string
}

function problemOf(use: Use, scope: Scope): NameProblem | undefined {
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
