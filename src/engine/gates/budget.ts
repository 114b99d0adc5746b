/**
 * Budgets are never exceeded by what was declared. Three sums are told apart: used, reserved by what runs, and kept, which is
 * what the ledger has as used. Kept runs ahead of the other two, so that after a crash too much is counted, never too little.
 */
import type { Budget, CostUnit } from '../../pipeline/limit-definition.ts'
import { costUnits } from '../../pipeline/limit-definition.ts'
import type { AttemptEnd, Cost, Gate, GateState } from './gate.ts'

export type Amounts = Readonly<Record<CostUnit, number>>

const none: Amounts = { usd: 0, tokens: 0, bytes: 0 }

/** So much of the budget is written down as used before it is: what a crash may lose. */
const sliceShare = 0.005
/** Sums of fractions are not exact: a budget is not exceeded by their last digits. */
const exactness = 1e-9

/**
 * Keeps what attempts use within the budget of the batch: what each uses at most is kept free before it starts, and given
 * back as far as it was not used. An attempt that does not fit waits while others may still give something back.
 */
export class BudgetGate implements Gate {
  readonly #budget: Budget
  #used: Amounts
  #reserved: Amounts = none
  /** Written down as used, before it is. */
  #kept: Amounts
  #lacks: CostUnit | undefined

  /** @param kept what earlier sessions have written down as used */
  constructor(budget: Budget, kept: Partial<Amounts> = {}) {
    this.#budget = budget
    this.#used = { ...none, ...kept }
    this.#kept = this.#used
  }

  delay(_now: number, cost: Cost): number {
    const needed = this.#needed(cost)
    this.#lacks = this.#units().find((unit) => (cost[unit] ?? 0) > 0 && needed[unit] > this.#most(unit))
    const isKept = this.#units().every((unit) => needed[unit] <= this.#kept[unit] * (1 + exactness))
    return this.#lacks === undefined && isKept ? 0 : Number.POSITIVE_INFINITY
  }

  started(_now: number, cost: Cost): void {
    this.#reserved = combined(this.#reserved, amountsOf(cost), 1)
  }

  finished({ cost, actual = {} }: AttemptEnd): void {
    const reserved = amountsOf(cost)
    this.#reserved = combined(this.#reserved, reserved, -1)
    this.#used = combined(this.#used, { ...reserved, ...given(actual) }, 1)
  }

  get state(): GateState {
    const [unit = 'usd'] = this.#units()
    const used = Number((this.#used[unit] + this.#reserved[unit]).toPrecision(6))
    const reason = this.#lacks === undefined ? {} : { reason: `the budget of ${this.#lacks} is used up` }
    return { name: `budget ${unit}`, limit: this.#budget[unit] ?? 0, used, ...reason }
  }

  /** Nothing that still runs could make room for an attempt of this cost. Which unit lacks. */
  spentFor(cost: Cost): CostUnit | undefined {
    const needed = combined(this.#used, amountsOf(cost), 1)
    const unit = this.#units().find((each) => (cost[each] ?? 0) > 0 && needed[each] > this.#most(each))
    if (unit !== undefined) return unit
    this.delay(0, cost)
    return this.#lacks !== undefined && this.#reserved[this.#lacks] <= exactness ? this.#lacks : undefined
  }

  /** What must be written down as used before an attempt of this cost may start; nothing while enough is. */
  asks(cost: Cost): Amounts | undefined {
    const needed = this.#needed(cost)
    if (this.#units().some((unit) => needed[unit] > this.#most(unit))) return undefined
    if (this.#units().every((unit) => needed[unit] <= this.#kept[unit] * (1 + exactness))) return undefined
    const ahead = (unit: CostUnit) => {
      const budget = this.#budget[unit]
      return budget === undefined ? 0 : Math.max(needed[unit], Math.min(budget, needed[unit] + sliceShare * budget))
    }
    return { usd: ahead('usd'), tokens: ahead('tokens'), bytes: ahead('bytes') }
  }

  kept(amounts: Amounts): void {
    this.#kept = amounts
  }

  /** What is used for certain when nothing runs any more. */
  get used(): Amounts {
    return combined(this.#used, this.#reserved, 1)
  }

  #units(): readonly CostUnit[] {
    return costUnits.filter((unit) => this.#budget[unit] !== undefined)
  }

  #needed(cost: Cost): Amounts {
    return combined(combined(this.#used, this.#reserved, 1), amountsOf(cost), 1)
  }

  #most(unit: CostUnit): number {
    return (this.#budget[unit] ?? Number.POSITIVE_INFINITY) * (1 + exactness)
  }
}

function amountsOf({ usd = 0, tokens = 0, bytes = 0 }: Partial<Cost>): Amounts {
  return { usd, tokens, bytes }
}

function given({ usd, tokens, bytes }: Partial<Cost>): Partial<Amounts> {
  return {
    ...(usd !== undefined && { usd }),
    ...(tokens !== undefined && { tokens }),
    ...(bytes !== undefined && { bytes }),
  }
}

function combined(a: Amounts, b: Amounts, sign: 1 | -1): Amounts {
  return { usd: a.usd + sign * b.usd, tokens: a.tokens + sign * b.tokens, bytes: a.bytes + sign * b.bytes }
}
