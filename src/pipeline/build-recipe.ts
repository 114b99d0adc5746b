/** A recipe as a step: its steps, with the names, config and conditions that make them steps of the pipeline around it. */
import * as z from 'zod'
import type { JsonObject } from '../base/json.ts'
import { withoutAggregate } from './build-aggregation.ts'
import type { BuiltSteps, Entry, StepSetting } from './build-steps.ts'
import { textsOf } from './definition-values.ts'
import { asksForNothing, laterTopKeys, notSupported } from './later-keys.ts'
import type { RecipeDocument } from './recipe-document.ts'
import { type RecipeScope, scopedKey } from './recipe-scope.ts'
import { retryPolicy } from './retry-policy.ts'
import { type PipelineKeys, pipelineSchema, stepShape } from './schema-file.ts'
import { jsonObject } from './schema-values.ts'
import { type Finding, findingsOf, refuseFindings } from './zod-problems.ts'

/** What belongs to one step alone. */
const { tool: _tool, effects: _effects, reads: _reads, params: _params, group: _group, ...shared } = stepShape
const { cost: _cost, cost_from: _from, ...recipeKeys } = shared

export const recipeStepSchema = z.strictObject({
  ...recipeKeys,
  recipe: z
    .string()
    .min(1)
    .describe('Another pipeline, by name or path: its steps run in place of this one, under names that begin with this one’s.'),
  config: jsonObject.optional().describe('Values for {config.…} in the recipe, over its own defaults. May hold {config.…}.'),
})

const ignoredKeys = new Set(['stages'])

interface RecipeCase {
  readonly entry: Entry
  readonly name: string
  readonly document: RecipeDocument
}

/** What the recipe step says itself holds for each of its steps that does not say otherwise. */
export function recipeSteps({ entry, name, document }: RecipeCase, setting: StepSetting): BuiltSteps {
  const findings = findingsOf({ schema: recipeStepSchema, value: entry.raw })
  if (findings.length > 0)
    return { ...nothing, findings: findings.map((one) => ({ ...one, path: [...entry.path, ...one.path] })) }
  const keys = checked(document)
  const built = setting.build(keys.steps ?? [], rawSteps(withoutAggregate(document.value)), {
    ...setting,
    ...innerSetting({ entry, name, document }, setting),
    retry: retryPolicy(entry.keys, retryPolicy(keys, setting.retry)),
  })
  refuseFindings(built.findings, document.places)
  const { output } = entry.keys
  const steps = output === undefined ? built.steps : lastValueAs(scopedKey(output, setting.scope), built.steps)
  return { ...built, steps, findings: [], secrets: [...textsOf(keys.secrets), ...built.secrets] }
}

const nothing: BuiltSteps = { steps: [], origins: [], findings: [], secrets: [] }

function innerSetting({ entry, name, document }: RecipeCase, setting: StepSetting): Partial<StepSetting> {
  const { keys, path } = entry
  const { config, folder, places, recipes } = document
  const scope: RecipeScope = {
    ...{ name: `${setting.scope === undefined ? '' : `${setting.scope.name}.`}${name}`, config, folder },
    ...(keys.when !== undefined && { when: keys.when }),
    ...(setting.scope !== undefined && { outer: setting.scope }),
  }
  const { recipeStep } = setting
  const inherited = {
    optional: keys.optional ?? setting.inherited.optional,
    timeoutMs: keys.timeout ?? setting.inherited.timeoutMs,
    limit: keys.limit ?? setting.inherited.limit,
  }
  return {
    ...{ places, recipes, scope, inherited, list: 'steps' },
    recipeStep: { places: setting.places, path, ...(recipeStep !== undefined && { recipeStep }) },
  }
}

/** Throws UsageError, with the place in the recipe's file, for a recipe that is not as it should be. */
function checked({ value: document, places }: RecipeDocument): PipelineKeys {
  const value = withoutAggregate(document)
  const plain = Object.fromEntries(Object.entries(value).filter(([key]) => !laterTopKeys.has(key)))
  const later = [...ignoredKeys].filter((key) => !asksForNothing(value[key]))
  const notYet: readonly Finding[] = later.map((key) => ({
    path: [key],
    message: notSupported(`The key "${key}" of a recipe`),
    isKey: true,
  }))
  refuseFindings(notYet, places, 'NOT_SUPPORTED')
  refuseFindings(findingsOf({ schema: pipelineSchema, value: plain }), places)
  return pipelineSchema.parse(plain)
}

function rawSteps({ steps }: JsonObject): readonly JsonObject[] {
  return Array.isArray(steps) ? (steps as readonly JsonObject[]) : [] // checked by the schema
}

/** The value of the recipe is that of its last step that has one. */
function lastValueAs(output: string, steps: BuiltSteps['steps']): BuiltSteps['steps'] {
  const last = steps.findLastIndex(({ kind }) => kind !== 'keep')
  return steps.map((step, index) => (index === last ? { ...step, output } : step))
}
