/** Every name that a placeholder or a condition uses must be one that the step will see: checked before the first item. */
import { UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { enclosing } from './built-places.ts'
import { compileCondition, compileExpression } from './condition.ts'
import type { Pipeline, StepDefinition } from './definition.ts'
import { partNames } from './families.ts'
import { type NameFacts, problemOf, type Scope, type Use } from './name-problems.ts'
import { type Placeholder, placeholdersIn } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import { type RecipeScope, visibleName } from './recipe-scope.ts'
import { valueAt } from './zod-problems.ts'

export type { NameFacts }

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
