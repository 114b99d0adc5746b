/** Folds that need no code: count, sum, min, max and mean of expressions over each output, whole and by group. */
import { PermanentError } from '../../base/errors.ts'
import type { Json, JsonObject } from '../../base/json.ts'
import { compileCondition, compileExpression } from '../../pipeline/condition.ts'
import type { BuiltInFold, Measured } from '../../pipeline/definition.ts'
import type { BatchOutput } from '../../pipeline/outcome.ts'
import { lookUp } from '../../pipeline/placeholders.ts'
import type { Fold } from './fold.ts'

/** So many groups are kept in memory; more say that the expression is no kind but an identity. */
const mostGroups = 10_000

type Read = (names: JsonObject) => Json | undefined

interface Figures {
  count: number
  readonly measures: Map<string, Measure>
}

/** All that any of the figures needs, of one expression. */
interface Measure {
  count: number
  sum: number
  min: number
  max: number
}

interface Accumulator {
  readonly whole: Figures
  readonly groups: Map<string, Figures>
}

const kinds = ['sum', 'min', 'max', 'mean'] as const

/** Throws UsageError for an expression that cannot be read. */
export function builtInFold(definition: BuiltInFold): Fold {
  const { where, group_by: groupBy } = definition
  const condition = where === undefined ? undefined : compileCondition(where)
  const counts = (output: BatchOutput, names: JsonObject) => condition?.holds(names) ?? output.success
  const reads = new Map(kinds.flatMap((kind) => textsOf(definition[kind])).map((text) => [text, reader(text)]))
  const group = groupBy === undefined ? undefined : reader(groupBy)
  return {
    initial: (): Accumulator => ({ whole: noFigures(), groups: new Map() }),
    add: (given, output) => {
      const accumulator = given as Accumulator // made by `initial`
      const names = { ...output } as unknown as JsonObject // an output is JSON
      if (!counts(output, names)) return accumulator
      const values = [...reads].map(([text, read]) => [text, numberAt(read(names), text, output.id)] as const)
      addTo(accumulator.whole, values)
      if (group !== undefined) addTo(groupOf(accumulator, group(names)), values)
      return accumulator
    },
    finish: (accumulator) => told(accumulator as Accumulator, definition), // made by `initial`
  }
}

/** A plain path gives nothing where a field is missing; any other expression says itself what it needs. */
function reader(text: string): Read {
  const isPath = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(text)
  if (isPath) return (names) => lookUp(text.split('.'), names)
  const expression = compileExpression(text)
  return (names) => expression.valueOf(names)
}

function numberAt(value: Json | undefined, text: string, id: string): number | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return value
  throw new PermanentError('FOLD_NO_NUMBER', `Expected \`${text}\` to be a number, got ${kindOf(value)} for "${id}".`, {
    fix: 'Fold another field, or leave such outputs out with `where`.',
  })
}

function kindOf(value: Json): string {
  if (typeof value === 'string') return `the text ${JSON.stringify(value.slice(0, 40))}`
  return Array.isArray(value) ? 'a list' : typeof value
}

function groupOf({ groups }: Accumulator, value: Json | undefined): Figures {
  const name = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  const known = groups.get(name)
  if (known !== undefined) return known
  if (groups.size >= mostGroups) {
    throw new PermanentError('FOLD_TOO_MANY_GROUPS', `Expected \`group_by\` to have at most ${mostGroups} values, got more.`, {
      fix: 'Group by something that few outputs differ in.',
    })
  }
  const fresh = noFigures()
  groups.set(name, fresh)
  return fresh
}

function noFigures(): Figures {
  return { count: 0, measures: new Map() }
}

function addTo(figures: Figures, values: readonly (readonly [string, number | undefined])[]): void {
  figures.count += 1
  for (const [text, value] of values) {
    if (value === undefined) continue
    const { count, sum, min, max } = figures.measures.get(text) ?? none
    figures.measures.set(text, { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) })
  }
}

const none: Measure = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }

function told({ whole, groups }: Accumulator, definition: BuiltInFold): JsonObject {
  const figures = figuresOf(whole, definition)
  if (definition.group_by === undefined) return figures
  // Sorted by code unit, as is the same everywhere.
  const sorted = [...groups].sort(([left], [right]) => (left < right ? -1 : 1))
  return { ...figures, groups: Object.fromEntries(sorted.map(([name, one]) => [name, figuresOf(one, definition)])) }
}

function figuresOf({ count, measures }: Figures, definition: BuiltInFold): JsonObject {
  const fields = kinds.flatMap((kind) => {
    const measured = definition[kind]
    return measured === undefined
      ? []
      : [[kind, measuredBy(measured, (text) => figure(kind, measures.get(text) ?? none))] as const]
  })
  return { ...(definition.count === true ? { count } : {}), ...Object.fromEntries(fields) }
}

function measuredBy(measured: Measured, figure: (text: string) => Json): Json {
  if (typeof measured === 'string') return figure(measured)
  return Object.fromEntries(Object.entries(measured).map(([name, text]) => [name, figure(text)]))
}

/** Of nothing, the sum is 0 and the others are null. */
function figure(kind: (typeof kinds)[number], { count, sum, min, max }: Measure): number | null {
  if (kind === 'sum') return sum
  if (count === 0) return null
  return { min, max, mean: sum / count }[kind]
}

function textsOf(measured: Measured | undefined): readonly string[] {
  if (measured === undefined) return []
  return typeof measured === 'string' ? [measured] : Object.values(measured)
}
