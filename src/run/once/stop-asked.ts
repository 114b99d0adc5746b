import type { JsonObject } from '../../base/json.ts'
import { stopAsked } from '../../engine/control.ts'
import type { StopReason } from '../../engine/stop-rule.ts'
import type { StopAsked } from './once-setting.ts'

/** Remembers the first knob that ends the batch: behind the engine's end, nobody else listens to it. */
export class StopMemory implements StopAsked {
  readonly #asked = new AbortController()
  #reason: StopReason | undefined

  get reason(): StopReason | undefined {
    return this.#reason
  }

  get signal(): AbortSignal {
    return this.#asked.signal
  }

  /** A knob was turned. */
  saw(verb: string, args: JsonObject): void {
    this.#reason ??= stopAsked(verb, args)
    if (this.#reason !== undefined) this.#asked.abort()
  }
}
