/** The steps of a checked file as definitions that leave nothing open. */
import type * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { atPlace } from './at-place.ts'
import { compileCondition } from './condition.ts'
import type { RetryPolicy, StepDefinition } from './definition.ts'
import { textsOf } from './definition-values.ts'
import { placeholdersIn } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import type { StepKeys } from './schema-file.ts'
import { type StepKind, stepKind } from './step-kind.ts'
import { type Finding, findingsOf } from './zod-problems.ts'

export interface StepSetting {
  /** The option schemas of every kind. */
  readonly kinds: ReadonlyMap<string, z.ZodType>
  readonly places: Places
  /** What a step's own `retry` does not say. */
  readonly retry: RetryPolicy
}

interface Entry {
  readonly keys: StepKeys
  /** As written, before units were resolved. */
  readonly raw: JsonObject
  readonly path: Path
}

export interface BuiltSteps {
  readonly steps: readonly StepDefinition[]
  readonly findings: readonly Finding[]
}

/** Steps and everything that is wrong with their options. Throws UsageError for conditions and filters that cannot be read. */
export function buildSteps(keys: readonly StepKeys[], raw: readonly JsonObject[], setting: StepSetting): BuiltSteps {
  const entries = keys.map((one, index): Entry => ({ keys: one, raw: raw[index] ?? {}, path: ['steps', index] }))
  const names = stepNames(entries, setting)
  const built = entries.map((entry, index) => buildStep(entry, names[index] ?? '', setting))
  return { steps: built.flatMap(({ steps }) => steps), findings: built.flatMap(({ findings }) => findings) }
}

function buildStep(entry: Entry, name: string, setting: StepSetting): BuiltSteps {
  const { raw, path } = entry
  const kind = stepKind(raw, new Set(setting.kinds.keys()))
  if ('problem' in kind) {
    return {
      steps: [],
      findings: [
        { path: kind.key === undefined ? path : [...path, kind.key], message: kind.problem, isKey: kind.key !== undefined },
      ],
    }
  }
  checkTexts(entry, kind.options, setting.places)
  const findings = optionFindings(entry, kind, setting)
  return { steps: [definition(entry, { name, kind }, setting)], findings }
}

type Known = Extract<StepKind, { kind: string }>

function definition(
  { keys, path }: Entry,
  { name, kind }: { readonly name: string; readonly kind: Known },
  setting: StepSetting,
): StepDefinition {
  const { line } = setting.places.placeOf(path, 'key')
  return {
    name,
    kind: kind.kind,
    options: kind.options,
    ...(keys.when !== undefined && { when: keys.when }),
    output: keys.output ?? (isRead(kind) ? 'content' : 'result'),
    retry: retryPolicy(keys, setting.retry),
    ...(keys.timeout !== undefined && { timeoutMs: keys.timeout }),
    ...(keys.effects !== undefined && { effects: keys.effects }),
    optional: keys.optional ?? false,
    reads: textsOf(keys.reads),
    ...(line !== undefined && { line }),
  }
}

/** Reading a file sets `{content}`. */
function isRead({ kind, options }: Known): boolean {
  return kind === 'tool:filesystem' && options['action'] === 'read'
}

/** What is said, and the rest from `base`. `max_retries` counts repeats, `attempts` all tries. */
export function retryPolicy(
  { retry = {}, max_retries }: Pick<StepKeys, 'retry' | 'max_retries'>,
  base: RetryPolicy,
): RetryPolicy {
  const repeats = max_retries === undefined ? undefined : max_retries + 1
  return {
    attempts: retry.attempts ?? repeats ?? base.attempts,
    backoff: retry.backoff ?? base.backoff,
    delayMs: retry.delay ?? base.delayMs,
    maxDelayMs: retry.max_delay ?? base.maxDelayMs,
    jitter: retry.jitter ?? base.jitter,
  }
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

const stepKeys = ['name', 'tool', 'when', 'output', 'retry', 'max_retries', 'timeout', 'effects', 'optional', 'reads', 'params']

/** Conditions and filters can be wrong in ways that no schema sees. */
function checkTexts({ keys, path }: Entry, options: JsonObject, places: Places): void {
  if (keys.when !== undefined) compileCondition(keys.when, places.placeOf([...path, 'when']))
  for (const [key, value] of Object.entries(options)) atPlace(places.placeOf([...path, key]), () => placeholdersIn(value))
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
