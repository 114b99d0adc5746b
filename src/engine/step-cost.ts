/** What an attempt of a step uses at most, from its names, and what it really used, from its value. */
import { PermanentError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { compileExpression } from '../pipeline/condition.ts'
import { type CostDefinition, type CostUnit, costUnits } from '../pipeline/limit-definition.ts'
import { compileTemplate } from '../pipeline/placeholders.ts'
import { namesIn, type RecipeScope } from '../pipeline/recipe-scope.ts'
import type { Cost } from './gates/gate.ts'

export interface StepCost {
  /** Throws PermanentError `COST_INVALID` for what is no number from 0 up. */
  most(names: JsonObject): Cost
  /** The same, of what was really used; only what the step's definition tells how to find. */
  actual(value: Json, names: JsonObject): Partial<Cost>
}

/** @param scope of the recipe that the step came out of */
export function compileCost({ most, from }: CostDefinition = { most: {}, from: {} }, scope?: RecipeScope): StepCost {
  const seen = (names: JsonObject) => (scope === undefined ? names : namesIn(scope, names))
  const stated = units(most).map(([unit, written]) => [unit, compileTemplate(written)] as const)
  const found = units(from).map(([unit, text]) => [unit, compileExpression(text)] as const)
  const none = { bytes: 0 }
  return {
    most: (names) =>
      stated.length === 0
        ? none
        : { ...none, ...amounts(stated.map(([unit, template]) => [unit, `cost.${unit}`, template.fill(seen(names))])) },
    actual: (value, names) =>
      found.length === 0
        ? {}
        : amounts(found.map(([unit, one]) => [unit, `cost_from.${unit}`, one.valueOf({ ...seen(names), result: value })])),
  }
}

function units<Value>(given: Readonly<Partial<Record<CostUnit, Value>>>): readonly (readonly [CostUnit, Value])[] {
  return costUnits.flatMap((unit) => (given[unit] === undefined ? [] : [[unit, given[unit]] as const]))
}

function amounts(given: readonly (readonly [CostUnit, string, Json])[]): Partial<Record<CostUnit, number>> {
  return Object.fromEntries(given.map(([unit, key, value]) => [unit, amount(key, value)]))
}

function amount(key: string, value: Json): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number) && number >= 0) return number
  throw new PermanentError('COST_INVALID', `Expected \`${key}\` to be a number from 0 up, got ${JSON.stringify(value)}`, {
    fix: 'Give it a value where it may be missing: {… | default: 0.01}.',
  })
}
