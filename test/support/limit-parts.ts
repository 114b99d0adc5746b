/** Limits over an allowance in memory, with a clock that is moved by hand. */
import { ManualClock } from '../../src/base/clock.ts'
import { type AllowanceStore, type KeptAllowance, untouched } from '../../src/engine/allowance.ts'
import type { BreakerPhase } from '../../src/engine/gates/breaker.ts'
import { Limit } from '../../src/engine/limit.ts'
import type { StopReason } from '../../src/engine/stop-rule.ts'
import { Turnstile } from '../../src/engine/turnstile.ts'
import type { LimitDefinition } from '../../src/pipeline/limit-definition.ts'

/** What is kept is there at once. */
export function memoryAllowances(kept: Record<string, KeptAllowance> = {}): AllowanceStore {
  return {
    update: (name, change) => {
      const { state, answer } = change(kept[name] ?? { state: untouched, isForeign: false })
      if (state !== undefined) kept[name] = { state, isForeign: false }
      return answer
    },
  }
}

export function limitDefinition(given: Partial<LimitDefinition> = {}): LimitDefinition {
  return { name: 'shop', requests: [], tokens: [], cost: [], scope: 'machine', ...given }
}

export interface TestTurnstile {
  readonly clock: ManualClock
  readonly turnstile: Turnstile
  readonly limit: Limit
  /** What was told. */
  readonly told: {
    opened: number
    readonly stops: StopReason[]
    readonly phases: BreakerPhase['name'][]
    readonly lost: unknown[]
  }
}

export function turnstileWith(given: Partial<LimitDefinition>, store: AllowanceStore = memoryAllowances()): TestTurnstile {
  const clock = new ManualClock()
  const told: TestTurnstile['told'] = { opened: 0, stops: [], phases: [], lost: [] }
  const limit = new Limit({
    ...{ definition: limitDefinition(given), store },
    now: () => clock.now(),
    onChange: () => turnstile.poke(),
    onBreaker: (_limit, { name }) => told.phases.push(name),
    onLost: (thrown) => told.lost.push(thrown),
  })
  const turnstile: Turnstile = new Turnstile({
    ...{ limits: [limit], spending: undefined, clock },
    onOpen: () => {
      told.opened += 1
    },
    onChange: () => turnstile.poke(),
    onStop: (reason) => told.stops.push(reason),
  })
  return { clock, turnstile, limit, told }
}
