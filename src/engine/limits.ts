/** All limits of a batch, and the way into each of its steps. Steps without limits and costs have none. */
import type { Clock } from '../base/clock.ts'
import type { LimitDefinition, Rate } from '../pipeline/limit-definition.ts'
import type { AllowanceStore } from './allowance.ts'
import type { BreakerPhase } from './gates/breaker.ts'
import type { GateState } from './gates/gate.ts'
import { Limit } from './limit.ts'
import type { PlannedStep } from './planned-step.ts'
import type { Spending } from './spending.ts'
import { compileCost, type StepCost } from './step-cost.ts'
import { StepSlots } from './step-slots.ts'
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
  #turnstiles: (Turnstile | undefined)[] = []
  readonly #slots: readonly StepSlots[]
  /** By step: attempts under way that came through no turnstile. */
  readonly #free: number[]
  #isNone = true
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
    this.#slots = setting.steps.map(({ definition }) => new StepSlots(definition.name))
    this.#free = setting.steps.map(() => 0)
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

  /** No step has a limit. */
  get isNone(): boolean {
    return this.#isNone
  }

  /** An attempt of a step that was free begins. */
  began(step: number): void {
    this.#free[step] = (this.#free[step] ?? 0) + 1
  }

  /** It has ended; a limit may have been set meanwhile. */
  ended(step: number): void {
    this.#free[step] = (this.#free[step] ?? 0) - 1
    if (this.#turnstiles[step] === undefined) return
    this.#slots[step]?.leftBefore()
    this.#turnstiles[step].poke()
  }

  /** At most so many attempts of a step at once, those that run included; Infinity: as many as there are workers. */
  setStepWorkers(step: number, workers: number): void {
    const planned = this.#setting.steps[step]
    const slots = this.#slots[step]
    if (planned === undefined || slots === undefined) return
    slots.resize(workers)
    if (this.#turnstiles[step] === undefined) {
      slots.runAlready(this.#free[step] ?? 0)
      this.#turnstiles[step] = this.#newTurnstile(planned)
      this.#isNone = false
    }
    this.poke()
  }

  /** Another rate of requests. False where the limit has none. */
  retune(name: string, rate: Rate): boolean {
    const isTuned = this.#limits.find((limit) => limit.name === name)?.retune(rate) ?? false
    this.poke()
    return isTuned
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
    const slots = this.#slots.flatMap(({ states }) => states)
    return [...this.#limits.flatMap(({ states }) => states), ...(this.#spending?.states ?? []), ...slots]
  }

  #build(): void {
    this.#turnstiles = this.#setting.steps.map((step) => this.#turnstileOf(step))
    this.#isNone = this.#turnstiles.every((turnstile) => turnstile === undefined)
  }

  #turnstileOf(planned: PlannedStep): Turnstile | undefined {
    const { limits = [], cost } = planned.definition
    const isLimited = this.#limits.some(({ name }) => limits.includes(name))
    const isSpending = cost !== undefined && this.#spending !== undefined
    return isLimited || isSpending ? this.#newTurnstile(planned) : undefined
  }

  #newTurnstile({ index, definition }: PlannedStep): Turnstile {
    const { limits: names = [], cost } = definition
    const spending = cost === undefined ? undefined : this.#spending
    const slots = this.#slots[index]
    return new Turnstile({
      limits: this.#limits.filter(({ name }) => names.includes(name)),
      ...{ spending, clock: this.#setting.clock, ...(slots && { slots }) },
      onOpen: () => this.#listener?.onOpen(),
      onChange: () => this.poke(),
      onStop: (reason) => this.stop(reason),
    })
  }
}
