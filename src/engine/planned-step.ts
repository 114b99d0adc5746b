/** A step of the pipeline with everything about it that is known before the first item. */
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { type Condition, compileCondition } from '../pipeline/condition.ts'
import type { Effects, StepDefinition } from '../pipeline/definition.ts'
import { type Fingerprint, prepareFingerprint } from '../pipeline/fingerprint.ts'
import { type CompiledTemplate, compileTemplate, placeholderName, placeholdersIn } from '../pipeline/placeholders.ts'
import type { RecipeScope } from '../pipeline/recipe-scope.ts'
import type { Step, StepPlan, StepSetting } from '../steps/step.ts'
import { scopedCondition, scopedStep, scopedTemplate } from './scoped-step.ts'

export interface PlannedStep {
  readonly index: number
  readonly definition: StepDefinition
  readonly condition: Condition | undefined
  /** Absent for a `keep` step: it only decides. */
  readonly work: PlannedWork | undefined
}

export interface PlannedWork {
  readonly step: Step
  readonly plan: StepPlan
  readonly effects: Effects
  /** Names whose values decide the result: `config.quality`, `content` … */
  readonly reads: readonly string[]
  readonly print: (changing: JsonObject) => Fingerprint
  /** The step's options for an item of these names, as its schema wants them: made once where nothing is filled in. */
  optionsFor(names: JsonObject): unknown
}

/** Plans every step; refuses the pipeline when one of them cannot run here. */
export async function planSteps(
  steps: readonly StepDefinition[],
  kinds: ReadonlyMap<string, Step>,
  setting: StepSetting,
): Promise<readonly PlannedStep[]> {
  const planned: PlannedStep[] = []
  const besideRecipes = steps.some(({ scope }) => scope !== undefined)
  for (const [index, definition] of steps.entries()) {
    const own = definition.when === undefined ? undefined : compileCondition(definition.when)
    const step = definition.kind === 'keep' ? undefined : stepOf(definition, kinds)
    const work = step === undefined ? undefined : await planWork({ step, definition, condition: own, besideRecipes }, setting)
    planned.push({ index, definition, condition: conditionOf(definition, own), work })
  }
  return planned
}

/** Of a recipe's step: its own, and that of every recipe it stands in. */
function conditionOf({ kind, scope }: StepDefinition, own: Condition | undefined): Condition | undefined {
  if (scope === undefined) return own
  return scopedCondition({ recipes: recipeConditions(scope), own, scope, onlyDecides: kind === 'keep' })
}

function recipeConditions({ when, outer }: RecipeScope): Parameters<typeof scopedCondition>[0]['recipes'] {
  const further = outer === undefined ? [] : recipeConditions(outer)
  return when === undefined ? further : [...further, { condition: compileCondition(when), scope: outer }]
}

function stepOf(definition: StepDefinition, kinds: ReadonlyMap<string, Step>): Step {
  const step = kinds.get(definition.kind)
  if (step !== undefined) return step
  throw new UsageError('UNKNOWN_STEP', `Step "${definition.name}" is of the kind "${definition.kind}", which nobody provides.`)
}

interface WorkCase {
  readonly step: Step
  readonly definition: StepDefinition
  readonly condition: Condition | undefined
  readonly besideRecipes: boolean
}

async function planWork({ step, definition, condition, besideRecipes }: WorkCase, setting: StepSetting): Promise<PlannedWork> {
  const { scope } = definition
  const plan = await step.plan(definition.options, scope === undefined ? setting : { ...setting, ...placeOf(scope) })
  refuseMissing(definition, plan)
  refuseGroup(definition, plan)
  const [literal, filled] = splitOptions(definition.options, plan.literal ?? [])
  const written = compileTemplate(filled)
  const template = scope === undefined ? written : scopedTemplate(written, scope)
  const effects = definition.effects ?? plan.effects
  const reads = new Set([...placeholdersIn(definition.options).map(placeholderName), ...(condition?.names ?? [])])
  // Differs with every try, and decides nothing that should outlive it.
  reads.delete('attempt')
  const { kind, options, when = null } = definition
  const print = prepareFingerprint({ definition: { kind, options, when }, tool: plan.version })
  const optionsFor = optionsOf(step, template, literal)
  const scoped = scope !== undefined || besideRecipes ? scopedStep(step, scope) : step
  return { step: scoped, plan, effects, reads: [...reads], print, optionsFor }
}

function placeOf({ folder, config }: RecipeScope): Pick<StepSetting, 'folder' | 'config'> {
  return { folder, config }
}

function splitOptions(options: JsonObject, literalKeys: readonly string[]): readonly [literal: JsonObject, filled: JsonObject] {
  const isLiteral = ([key]: readonly [string, unknown]) => literalKeys.includes(key)
  const entries = Object.entries(options)
  return [Object.fromEntries(entries.filter(isLiteral)), Object.fromEntries(entries.filter((entry) => !isLiteral(entry)))]
}

function refuseGroup({ name, kind, group }: StepDefinition, { isPerItem }: StepPlan): void {
  if (group === undefined || isPerItem !== true) return
  const what = kind.replace(/^tool:/, 'the tool ')
  throw new UsageError('STEP_NOT_GROUPED', `Step "${name}" takes no \`group\`: ${what} works on one item at a time.`, {
    fix: 'A command or a transform can take many items in one call.',
  })
}

function refuseMissing(definition: StepDefinition, { missing = [] }: StepPlan): void {
  if (missing.length === 0) return
  throw new UsageError('STEP_CANNOT_RUN', `Step "${definition.name}" cannot run here: ${missing.join('; ')}`, {
    fix: 'Install what is missing; `millrace doctor` lists the programs that Millrace found.',
  })
}

/** Options with a literal form are taken as they were written. */
function optionsOf(step: Step, template: CompiledTemplate, literal: JsonObject): PlannedWork['optionsFor'] {
  // `fill` of an object is an object.
  const make = (names: JsonObject) => step.options.parse({ ...(template.fill(names) as JsonObject), ...literal })
  if (template.names.length > 0) return make
  let made: { readonly options: unknown } | undefined
  return (names) => {
    made ??= { options: make(names) }
    return made.options
  }
}
