/** Limits, costs and budget of a checked file, and everything that is wrong with them. */
import { didYouMean } from '../base/suggest.ts'
import type { RunOptions, StepDefinition } from './definition.ts'
import type { Budget, CostDefinition, CostUnit, LimitDefinition } from './limit-definition.ts'
import { costUnits } from './limit-definition.ts'
import { type BudgetKeys, type LimitKeys, limitDefinition } from './schema-limits.ts'
import type { Finding } from './zod-problems.ts'

export function buildLimits(keys: Readonly<Record<string, LimitKeys>> = {}): readonly LimitDefinition[] {
  return Object.entries(keys).map(([name, one]) => limitDefinition(name, one))
}

export function buildBudget({ usd, tokens, bytes, time }: BudgetKeys): Budget {
  return {
    ...(usd !== undefined && { usd }),
    ...(tokens !== undefined && { tokens }),
    ...(bytes !== undefined && { bytes }),
    ...(time !== undefined && { timeMs: time }),
  }
}

interface CostKeys {
  readonly cost?: Readonly<Partial<Record<CostUnit, number | string | undefined>>> | undefined
  readonly cost_from?: Readonly<Partial<Record<CostUnit, string | undefined>>> | undefined
}

/** Nothing where the step says nothing about what it uses. */
export function buildCost({ cost = {}, cost_from = {} }: CostKeys): CostDefinition | undefined {
  const said = costUnits.filter((unit) => cost[unit] !== undefined || cost_from[unit] !== undefined)
  return said.length === 0 ? undefined : { most: present(cost), from: present(cost_from) }
}

function present<Value>(keys: Readonly<Partial<Record<CostUnit, Value | undefined>>>): Partial<Record<CostUnit, Value>> {
  return Object.fromEntries(Object.entries(keys).filter(([, value]) => value !== undefined))
}

type LimitedStep = Pick<StepDefinition, 'limits' | 'cost' | 'group'>

interface LimitedPipeline {
  readonly steps: readonly LimitedStep[]
  readonly after: readonly LimitedStep[]
  readonly limits?: readonly LimitDefinition[]
  readonly options: Pick<RunOptions, 'budget'>
}

/** Names of limits that do not exist, limits that hold nothing back, budgets that nobody could keep. */
export function limitFindings({ steps, after, limits = [], options }: LimitedPipeline): readonly Finding[] {
  return [
    ...steps.flatMap((step, index) => unknownNames(step, index, limits)),
    ...steps.flatMap((step, index) => tooLarge(step, index, limits)),
    ...after.flatMap(notOnce),
    ...limits.flatMap((limit) => limitProblems(limit, steps)),
    ...unboundBudgets(steps, options.budget),
  ]
}

/** What runs once has nothing to wait for. */
function notOnce({ limits, cost }: LimitedStep, index: number): readonly Finding[] {
  const key = limits === undefined ? 'cost' : 'limit'
  if (limits === undefined && cost === undefined) return []
  return [{ path: ['after', index, key], message: `A step under \`after\` runs once: it takes no \`${key}\`.`, isKey: true }]
}

function unknownNames({ limits = [] }: LimitedStep, index: number, known: readonly LimitDefinition[]): readonly Finding[] {
  const names = known.map(({ name }) => name)
  return limits
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: ['steps', index, 'limit'],
      message: unknownLimit(name, names),
      isKey: false,
    }))
}

function unknownLimit(name: string, names: readonly string[]): string {
  if (names.length === 0) return `Expected \`limits\` to define "${name}", and the pipeline has no \`limits\`.`
  return `Expected a name from \`limits\` (${names.join(', ')}), got "${name}".${didYouMean(name, names)}`
}

function limitProblems(limit: LimitDefinition, steps: readonly LimitedStep[]): readonly Finding[] {
  const problem = (key: string, message: string): Finding => ({ path: ['limits', limit.name, key], message, isKey: false })
  const users = steps.filter(({ limits = [] }) => limits.includes(limit.name))
  const saysNone = (unit: CostUnit) => users.length > 0 && users.every((step) => !states(step, unit))
  return [
    ...(limit.burst !== undefined && limit.requests.length === 0
      ? [problem('burst', `\`limits.${limit.name}.burst\` needs \`requests\`: it is how many of them may come at once.`)]
      : []),
    ...(limit.tokens.length > 0 && saysNone('tokens') ? [problem('tokens', nobodySays('tokens', limit.name))] : []),
    ...(limit.cost.length > 0 && saysNone('usd') ? [problem('cost', nobodySays('usd', limit.name))] : []),
  ]
}

function states({ cost }: LimitedStep, unit: CostUnit): boolean {
  return cost?.most[unit] !== undefined
}

function nobodySays(unit: CostUnit, limit: string): string {
  return `No step behind the limit "${limit}" says how many ${unit} an attempt uses. Write \`cost: { ${unit}: … }\` on the step.`
}

/** What nobody states cannot be kept free before an attempt. */
function unboundBudgets(steps: readonly LimitedStep[], budget: Budget = {}): readonly Finding[] {
  return costUnits
    .filter((unit) => budget[unit] !== undefined && !steps.some((step) => states(step, unit)))
    .map((unit) => ({
      path: ['budget', unit],
      message: `\`budget.${unit}\` needs a step that says what an attempt uses at most. Write \`cost: { ${unit}: … }\` on it.`,
      isKey: false,
    }))
}

/** A group, or any attempt, that would use more tokens than a whole window has. */
function tooLarge(
  { limits: names = [], group, cost }: LimitedStep,
  index: number,
  known: readonly LimitDefinition[],
): readonly Finding[] {
  const each = cost?.most.tokens
  const tokens = Math.max(group?.tokens ?? 0, typeof each === 'number' ? each : 0)
  const key = group?.tokens === tokens ? 'group' : 'cost'
  return known
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, tokens: rates }) => {
      const window = Math.min(...rates.map(({ amount }) => amount))
      if (tokens <= window) return []
      const what = key === 'group' ? 'A group' : 'An attempt'
      const message = `${what} of up to ${tokens} tokens is larger than the limit "${name}", whose window has ${window}.`
      return [{ path: ['steps', index, key], message, isKey: false }]
    })
}
