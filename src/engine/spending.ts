/** The budget of a batch while it runs: what attempts keep free, and what is written down as used before it is. */
import type { Budget, CostUnit } from '../pipeline/limit-definition.ts'
import { costUnits } from '../pipeline/limit-definition.ts'
import type { AllowanceStore } from './allowance.ts'
import { type Amounts, BudgetGate } from './gates/budget.ts'
import type { AttemptEnd, Cost, GateState } from './gates/gate.ts'

export interface SpendingSetting {
  readonly budget: Budget
  readonly store: AllowanceStore
  /** Of the row that keeps it: one per batch. */
  readonly name: string
  /** More was written down: whoever waits may ask again. */
  readonly onChange: () => void
  readonly onLost: (thrown: unknown) => void
}

/** Of a unit: what the budget of an earlier session was raised to. */
const raised = (unit: keyof Budget) => `raised.${unit}`

export class Spending {
  readonly #setting: SpendingSetting
  readonly #gate: BudgetGate
  #isAsking = false

  constructor(setting: SpendingSetting, kept: Partial<Amounts> = {}) {
    this.#setting = setting
    this.#gate = new BudgetGate(setting.budget, kept)
  }

  /** With what earlier sessions of the batch have used, and with the largest budget that one of them had. */
  static async open(setting: SpendingSetting): Promise<Spending> {
    const kept = await setting.store.update(setting.name, ({ state }) => ({ answer: state.handedOut }))
    const units = Object.entries(setting.budget) as [keyof Budget, number][] // what a budget is made of
    const budget = Object.fromEntries(units.map(([unit, amount]) => [unit, Math.max(amount, kept[raised(unit)] ?? 0)]))
    const used = Object.fromEntries(costUnits.map((unit) => [unit, kept[unit] ?? 0]))
    return new Spending({ ...setting, budget }, used)
  }

  /** Writes more down as used where that is needed. */
  supply(cost: Cost): void {
    const asked = this.#isAsking ? undefined : this.#gate.asks(cost)
    if (asked === undefined) return
    this.#isAsking = true
    this.#keep(asked).then(() => {
      this.#isAsking = false
      this.#gate.kept(asked)
      this.#setting.onChange()
    }, this.#setting.onLost)
  }

  delay(cost: Cost): number {
    return this.#gate.delay(0, cost)
  }

  started(cost: Cost): void {
    this.#gate.started(0, cost)
  }

  finished(end: AttemptEnd): void {
    this.#gate.finished(end)
  }

  /** The unit of which there is too little for an attempt of this cost, whatever still ends. */
  spentFor(cost: Cost): CostUnit | undefined {
    return this.#gate.spentFor(cost)
  }

  /** Nothing to show for a budget of time alone. */
  get states(): readonly GateState[] {
    return costUnits.some((unit) => this.budget[unit] !== undefined) ? [this.#gate.state] : []
  }

  get budget(): Budget {
    return this.#setting.budget
  }

  /** Nothing runs any more: what was written down and not used is given back. */
  async close(): Promise<void> {
    await this.#keep(this.#gate.used)
  }

  async #keep(amounts: Amounts): Promise<void> {
    const { store, name, budget } = this.#setting
    const units = Object.entries(budget) as [keyof Budget, number][] // as above
    const most = Object.fromEntries(units.map(([unit, amount]) => [raised(unit), amount]))
    await store.update(name, ({ state }) => ({ state: { ...state, handedOut: { ...amounts, ...most } }, answer: undefined }))
  }
}
