/** All limits of a batch, and the way into each of its steps. Steps without limits and costs have none. */
import type { Clock } from '../base/clock.ts'
import type { LimitDefinition } from '../pipeline/limit-definition.ts'
import type { AllowanceStore } from './allowance.ts'
import type { BreakerPhase } from './gates/breaker.ts'
import type { GateState } from './gates/gate.ts'
import { Limit } from './limit.ts'
import type { PlannedStep } from './planned-step.ts'
import type { Spending } from './spending.ts'
import { compileCost, type StepCost } from './step-cost.ts'
import type { StopReason } from './stop-rule.ts'
import { Turnstile } from './turnstile.ts'

export interface LimitsSetting {
  readonly definitions: readonly LimitDefinition[]
  readonly steps: readonly PlannedStep[]
  /** Of a limit, by its scope. */
  readonly storeOf: (definition: LimitDefinition) => AllowanceStore
  /** `now` counts from the same moment in every process that shares an allowance. */
  readonly clock: Clock
  readonly onBreaker: (limit: string, phase: BreakerPhase) => void
  readonly onLost: (thrown: unknown) => void
}

/** What the engine hears of its limits. */
export interface LimitListener {
  /** A lane that was closed may be drawn from again. */
  readonly onOpen: () => void
  readonly onStop: (reason: StopReason) => void
}

export class Limits {
  readonly #setting: LimitsSetting
  readonly #limits: readonly Limit[]
  readonly #costs = new Map<number, StepCost>()
  #spending: Spending | undefined
  #turnstiles: readonly (Turnstile | undefined)[] = []
  #stop: StopReason | undefined
  #listener: LimitListener | undefined

  constructor(setting: LimitsSetting) {
    const { storeOf, clock, onBreaker, onLost } = setting
    this.#setting = setting
    this.#limits = setting.definitions.map(
      (definition) =>
        new Limit({
          ...{ definition, store: storeOf(definition), onBreaker, onLost },
          now: () => clock.now(),
          onChange: () => this.poke(),
        }),
    )
    this.#build()
  }

  /** The budget of the batch, where it has one: every step that says what it costs is bound by it. */
  spend(spending: Spending): void {
    this.#spending = spending
    this.#build()
  }

  /** Who is to hear of it. */
  listen(listener: LimitListener): void {
    this.#listener = listener
    if (this.#stop !== undefined) listener.onStop(this.#stop)
  }

  /** The way into a step; nothing where it is free. */
  at(step: number): Turnstile | undefined {
    return this.#turnstiles[step]
  }

  /** What attempts of a step use. */
  costOf(step: number): StepCost {
    const { cost, scope } = this.#setting.steps[step]?.definition ?? {}
    const known = this.#costs.get(step) ?? compileCost(cost, scope)
    this.#costs.set(step, known)
    return known
  }

  /** Items may be taken from the lane of this step. */
  isOpen(step: number): boolean {
    return this.#turnstiles[step]?.isOpen ?? true
  }

  /** Whoever waits looks again. */
  poke(): void {
    for (const turnstile of this.#turnstiles) turnstile?.poke()
  }

  /** The batch stops: nobody passes any more. */
  close(): void {
    for (const turnstile of this.#turnstiles) turnstile?.close()
  }

  /** The first reason wins. */
  stop(reason: StopReason): void {
    if (this.#stop !== undefined) return
    this.#stop = reason
    this.close()
    this.#listener?.onStop(reason)
  }

  get states(): readonly GateState[] {
    return [...this.#limits.flatMap(({ states }) => states), ...(this.#spending?.states ?? [])]
  }

  #build(): void {
    this.#turnstiles = this.#setting.steps.map((step) => this.#turnstileOf(step))
  }

  #turnstileOf({ definition }: PlannedStep): Turnstile | undefined {
    const { limits: names = [], cost } = definition
    const spending = cost === undefined ? undefined : this.#spending
    if (names.length === 0 && spending === undefined) return undefined
    return new Turnstile({
      limits: this.#limits.filter(({ name }) => names.includes(name)),
      ...{ spending, clock: this.#setting.clock },
      onOpen: () => this.#listener?.onOpen(),
      onChange: () => this.poke(),
      onStop: (reason) => this.stop(reason),
    })
  }
}
