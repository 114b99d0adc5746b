/** What a file says about all results together, under any of its spellings, as one definition. */
import type { Place } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { atPlace } from './at-place.ts'
import { compileCondition, compileExpression } from './condition.ts'
import type { AggregationDefinition, BuiltInFold, Measured } from './definition.ts'
import { asksForNothing, notSupported } from './later-keys.ts'
import { placeholdersIn } from './placeholders.ts'
import type { Path, Places } from './places.ts'
import { type AggregationKeys, aggregationSchema } from './schema-aggregation.ts'
import { type Finding, findingsOf } from './zod-problems.ts'

/** The summary where the file asks for one and says no more. */
export const plainSummary = '{total} items: {succeeded} succeeded, {failed} failed, {skipped} skipped'

export interface Aggregated {
  readonly definition: AggregationDefinition | undefined
  readonly findings: readonly Finding[]
}

/** The steps without the aggregate at their end, which is no step of an item. */
export function withoutAggregate(value: JsonObject): JsonObject {
  const { steps } = value
  if (!Array.isArray(steps) || !isAggregate(steps.at(-1))) return value
  const items: readonly Json[] = steps
  return { ...value, steps: items.slice(0, -1) }
}

/** Throws UsageError for expressions that cannot be read. */
export function buildAggregation(value: JsonObject, places: Places): Aggregated {
  const asked = askedFor(value)
  const findings = [...misplaced(value), ...(asked === undefined ? [] : keyFindings(asked))]
  if (asked === undefined || value['aggregate_results'] === false || findings.length > 0)
    return { definition: undefined, findings }
  const keys = aggregationSchema.parse(asked.keys)
  checkTexts(keys, asked.path, places)
  const { line } = places.placeOf(asked.path, 'key')
  return { definition: { ...definitionOf(keys), ...(line !== undefined && { line }) }, findings: [] }
}

interface Asked {
  readonly keys: Json
  /** Where they stand. */
  readonly path: Path
}

/** `aggregation`, else what the step at the end says, else `aggregate_results`. */
function askedFor(value: JsonObject): Asked | undefined {
  const { aggregation, aggregate_results: isWanted, steps } = value
  if (!asksForNothing(aggregation)) return { keys: aggregation ?? null, path: ['aggregation'] }
  const last = Array.isArray(steps) ? (steps.at(-1) as Json) : null // a part of JSON
  if (isAggregate(last)) return { keys: keysOf(last['aggregate'] ?? null), path: ['steps', lastIndex(steps), 'aggregate'] }
  return isWanted === true ? { keys: {}, path: ['aggregate_results'] } : undefined
}

function lastIndex(steps: Json | undefined): number {
  return Array.isArray(steps) ? steps.length - 1 : 0
}

function isAggregate(step: unknown): step is JsonObject {
  return isObject(step) && 'aggregate' in step && step['tool'] === undefined
}

/** `aggregate: summary` asks for the plain summary. */
function keysOf(aggregate: Json): Json {
  return aggregate === 'summary' || aggregate === true ? {} : aggregate
}

function misplaced({ steps, aggregation }: JsonObject): readonly Finding[] {
  if (!Array.isArray(steps)) return []
  const early = steps.slice(0, -1).findIndex(isAggregate)
  if (early >= 0) {
    const message = '`aggregate` makes one result of all, so nothing can come behind it: expected it to be the last step.'
    return [{ path: ['steps', early, 'aggregate'], message, isKey: true }]
  }
  const last = steps.at(-1) as Json | undefined // a part of JSON
  if (!isAggregate(last)) return []
  const path = ['steps', steps.length - 1]
  const stray = Object.keys(last).find((key) => key !== 'aggregate' && key !== 'name')
  if (stray !== undefined)
    return [{ path: [...path, stray], message: `A step with \`aggregate\` has no other keys, got "${stray}".`, isKey: true }]
  if (asksForNothing(aggregation) || !isObject(last['aggregate'])) return []
  return [{ path: [...path, 'aggregate'], message: 'Expected `aggregate` or `aggregation`, got both.', isKey: true }]
}

function keyFindings({ keys, path }: Asked): readonly Finding[] {
  if (isObject(keys) && !asksForNothing(keys['prompt']))
    return [{ path: [...path, 'prompt'], message: notSupported('The key "prompt" of an aggregation'), isKey: true }]
  return findingsOf({ schema: aggregationSchema, value: keys }).map((one) => ({ ...one, path: [...path, ...one.path] }))
}

function definitionOf({ fold, template, output }: AggregationKeys): AggregationDefinition {
  const text = template ?? (fold === undefined ? plainSummary : undefined)
  return {
    ...(fold !== undefined && { fold: typeof fold === 'string' ? { module: fold } : { builtIn: plainFold(fold) } }),
    ...(text !== undefined && { template: text }),
    ...(output !== undefined && { output }),
  }
}

/** Without the keys that say nothing. */
function plainFold(fold: Exclude<AggregationKeys['fold'], string | undefined>): BuiltInFold {
  return Object.fromEntries(Object.entries(fold).filter(([, value]) => value !== undefined))
}

function checkTexts({ fold, template, output }: AggregationKeys, path: Path, places: Places): void {
  const placeOf = (...below: Path) => places.placeOf([...path, ...below])
  atPlace(placeOf('template'), () => placeholdersIn(template ?? ''))
  atPlace(placeOf('output'), () => placeholdersIn(output ?? ''))
  if (typeof fold !== 'object') return
  if (fold.where !== undefined) compileCondition(fold.where, placeOf('fold', 'where'))
  for (const key of ['sum', 'min', 'max', 'mean', 'group_by'] as const) checkMeasured(fold[key], placeOf('fold', key))
}

function checkMeasured(measured: Measured | undefined, place: Place): void {
  const texts = typeof measured === 'string' ? [measured] : Object.values(measured ?? {})
  for (const text of texts) compileExpression(text, place)
}
