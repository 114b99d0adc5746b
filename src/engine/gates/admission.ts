import type { AttemptEnd, Cost, Gate, GateState } from './gate.ts'

/** Several gates as one: an attempt starts when every one of them lets it. */
export class Admission implements Gate {
  readonly #gates: readonly Gate[]

  constructor(gates: readonly Gate[]) {
    this.#gates = gates
  }

  delay(now: number, cost: Cost): number {
    let longest = 0
    for (const gate of this.#gates) {
      const wait = gate.delay(now, cost)
      if (wait > longest) longest = wait
    }
    return longest
  }

  started(now: number, cost: Cost): void {
    for (const gate of this.#gates) gate.started(now, cost)
  }

  finished(end: AttemptEnd, now: number): void {
    for (const gate of this.#gates) gate.finished(end, now)
  }

  /** That of the gate which holds back, else of the first. */
  get state(): GateState {
    const states = this.states
    return (
      states.find(({ reason }) => reason !== undefined) ?? states[0] ?? { name: 'open', limit: Number.POSITIVE_INFINITY, used: 0 }
    )
  }

  get states(): readonly GateState[] {
    return this.#gates.map((gate) => gate.state)
  }
}
