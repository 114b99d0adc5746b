/** The steps of a checked file as definitions that leave nothing open. */
import type * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { atPlace } from './at-place.ts'
import { buildCost } from './build-limits.ts'
import { recipeSteps } from './build-recipe.ts'
import type { StepOrigin } from './built-places.ts'
import { compileCondition, compileExpression } from './condition.ts'
import type { RetryPolicy, StepDefinition } from './definition.ts'
import { textsOf } from './definition-values.ts'
import { placeholdersIn } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import { namesRecipe, type RecipesByIndex } from './recipe-document.ts'
import { type RecipeScope, scopedKey } from './recipe-scope.ts'
import { retryPolicy } from './retry-policy.ts'
import type { StepKeys } from './schema-file.ts'
import { groupDefinition } from './schema-group.ts'
import { type StepKind, stepKind } from './step-kind.ts'
import { type Finding, findingsOf } from './zod-problems.ts'

export interface StepSetting {
  /** The option schemas of every kind. */
  readonly kinds: ReadonlyMap<string, z.ZodType>
  readonly places: Places
  /** What a step's own `retry` does not say. */
  readonly retry: RetryPolicy
  /** Under which key of the file they stand. */
  readonly list: 'steps' | 'after'
  /** Recipes that these steps name. */
  readonly recipes: RecipesByIndex
  /** Of the recipe whose steps these are. */
  readonly scope?: RecipeScope
  readonly recipeStep?: StepOrigin
  /** What the recipe step says for each of them. */
  readonly inherited: {
    readonly optional?: boolean | undefined
    readonly timeoutMs?: number | undefined
    readonly limit?: StepKeys['limit']
  }
  readonly build: typeof buildSteps
}

export interface Entry {
  readonly keys: StepKeys
  /** As written, before units were resolved. */
  readonly raw: JsonObject
  readonly path: Path
}

export interface BuiltSteps {
  readonly steps: readonly StepDefinition[]
  /** Where each was written. */
  readonly origins: readonly StepOrigin[]
  readonly findings: readonly Finding[]
  /** Secrets that recipes name. */
  readonly secrets: readonly string[]
}

/** Steps and everything that is wrong with their options. Throws UsageError for conditions and filters that cannot be read. */
export function buildSteps(keys: readonly StepKeys[], raw: readonly JsonObject[], setting: StepSetting): BuiltSteps {
  const entries = keys.map((one, index): Entry => ({ keys: one, raw: raw[index] ?? {}, path: [setting.list, index] }))
  const names = stepNames(entries, setting)
  const built = entries.map((entry, index) => {
    const document = setting.recipes.get(index)
    const name = names[index] ?? ''
    return document === undefined ? buildStep(entry, name, setting) : recipeSteps({ entry, name, document }, setting)
  })
  return {
    steps: built.flatMap(({ steps }) => steps),
    origins: built.flatMap(({ origins }) => origins),
    findings: built.flatMap(({ findings }) => findings),
    secrets: built.flatMap(({ secrets }) => secrets),
  }
}

function buildStep(entry: Entry, name: string, setting: StepSetting): BuiltSteps {
  const { raw, path } = entry
  const kind = stepKind(raw, new Set(setting.kinds.keys()))
  if ('problem' in kind) {
    const { key, problem } = kind
    const finding = { path: key === undefined ? path : [...path, key], message: problem, isKey: key !== undefined }
    return { steps: [], origins: [], findings: [finding], secrets: [] }
  }
  checkTexts(entry, kind.options, setting.places)
  const findings = optionFindings(entry, kind, setting)
  const { places, recipeStep } = setting
  const origin = { places, path, ...(recipeStep !== undefined && { recipeStep }) }
  return { steps: [definition(entry, { name, kind }, setting)], origins: [origin], findings, secrets: [] }
}

type Known = Extract<StepKind, { kind: string }>

function definition(
  { keys, path }: Entry,
  { name, kind }: { readonly name: string; readonly kind: Known },
  setting: StepSetting,
): StepDefinition {
  const { line } = setting.places.placeOf(path, 'key')
  const { scope, inherited } = setting
  const timeoutMs = keys.timeout ?? inherited.timeoutMs
  const limits = textsOf(keys.limit ?? inherited.limit)
  const cost = buildCost(keys)
  return {
    name: scope === undefined ? name : `${scope.name}.${name}`,
    kind: kind.kind,
    options: kind.options,
    ...(keys.when !== undefined && { when: keys.when }),
    output: scopedKey(keys.output ?? (isRead(kind) ? 'content' : 'result'), scope),
    retry: retryPolicy(keys, setting.retry),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(keys.effects !== undefined && { effects: keys.effects }),
    optional: keys.optional ?? inherited.optional ?? false,
    ...(limits.length > 0 && { limits }),
    ...(cost !== undefined && { cost }),
    ...(keys.group !== undefined && { group: groupDefinition(keys.group) }),
    reads: textsOf(keys.reads),
    ...(line !== undefined && { line }),
    ...(scope !== undefined && { scope }),
  }
}

/** Reading a file sets `{content}`. */
function isRead({ kind, options }: Known): boolean {
  return kind === 'tool:filesystem' && options['action'] === 'read'
}

function optionFindings({ raw, path }: Entry, { kind, options }: Known, { kinds }: StepSetting): readonly Finding[] {
  const schema = kinds.get(kind)
  if (schema === undefined) return []
  const found = findingsOf({ schema, value: options, otherKeys: stepKeys, forgivePlaceholders: true })
  const params = raw['params']
  const isParam = (key: unknown) => typeof params === 'object' && params !== null && Object.hasOwn(params, String(key))
  return found.map((finding) => {
    const inside = isParam(finding.path[0]) ? ['params', ...finding.path] : finding.path
    return { ...finding, path: [...path, ...inside] }
  })
}

const stepKeys = [
  'name',
  'tool',
  'when',
  'output',
  'retry',
  'max_retries',
  'timeout',
  'effects',
  'optional',
  'group',
  'reads',
  'params',
  'limit',
  'cost',
  'cost_from',
]

/** Conditions and filters can be wrong in ways that no schema sees. */
function checkTexts({ keys, raw, path }: Entry, options: JsonObject, places: Places): void {
  if (keys.when !== undefined) compileCondition(keys.when, places.placeOf([...path, 'when']))
  for (const [unit, text] of Object.entries(keys.cost_from ?? {}))
    if (text !== undefined) compileExpression(text, places.placeOf([...path, 'cost_from', unit]))
  for (const [key, value] of Object.entries({ ...options, cost: raw['cost'] ?? null }))
    atPlace(places.placeOf([...path, key]), () => placeholdersIn(value))
}

/** Given names stay; others are the kind's short name, with a number where it is taken. Throws UsageError for one given twice. */
function stepNames(entries: readonly Entry[], { kinds, places }: StepSetting): readonly string[] {
  const taken = new Set<string>()
  for (const { keys, path } of entries) {
    if (keys.name === undefined) continue
    if (taken.has(keys.name)) {
      throw new UsageError('STEP_NAME_TWICE', `Expected step names to differ, got "${keys.name}" twice.`, {
        place: places.placeOf([...path, 'name']),
      })
    }
    taken.add(keys.name)
  }
  return entries.map(({ keys, raw }) => keys.name ?? freeName(shortName(raw, kinds), taken))
}

function shortName(raw: JsonObject, kinds: ReadonlyMap<string, z.ZodType>): string {
  if (namesRecipe(raw, new Set(kinds.keys()))) return recipeName(String(raw['recipe']))
  const kind = stepKind(raw, new Set(kinds.keys()))
  if (!('shortName' in kind)) return 'step'
  const action = kind.options['action']
  return kind.shortName === 'filesystem' && typeof action === 'string' && /^\w+$/.test(action) ? action : kind.shortName
}

function freeName(wanted: string, taken: Set<string>): string {
  const free =
    Array.from({ length: taken.size + 1 }, (_, index) => (index === 0 ? wanted : `${wanted}-${index + 1}`)).find(
      (name) => !taken.has(name),
    ) ?? wanted
  taken.add(free)
  return free
}

/** `recipes/generate-tests.yaml` is `generate-tests`. */
function recipeName(reference: string): string {
  const name = reference.replace(/^.*[/\\]/, '').replace(/\.(?:ya?ml|toml|json)$/, '')
  return /^[\w][\w .:-]*$/.test(name) ? name : 'recipe'
}
