import type { Gates } from './gates/gates.ts'
import type { Limits } from './limits.ts'
import type { Tune } from './tune.ts'

export interface TunedParts {
  readonly gates: Pick<Gates, 'setWorkers'>
  readonly limits?: Pick<Limits, 'setStepWorkers' | 'retune'> | undefined
}

/** What a person has changed of the workers, of steps and of limits: each as it holds now. */
export class Tuned {
  readonly #parts: TunedParts
  readonly #texts = new Map<string, string>()

  constructor(parts: TunedParts) {
    this.#parts = parts
  }

  /** As sentences, the newest last. */
  get texts(): readonly string[] {
    return [...this.#texts.values()]
  }

  turn(tune: Tune): void {
    const { gates, limits } = this.#parts
    this.#texts.delete(tune.key)
    this.#texts.set(tune.key, tune.text)
    if (tune.kind === 'workers') gates.setWorkers(tune.workers)
    if (tune.kind === 'step') limits?.setStepWorkers(tune.step, tune.workers === 'auto' ? Number.POSITIVE_INFINITY : tune.workers)
    if (tune.kind === 'rate') limits?.retune(tune.limit, tune.rate)
  }
}
