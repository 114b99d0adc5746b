/** The limits and the budget of one batch, over what is kept of them from before. */
import { type Clock, machineClock } from '../base/clock.ts'
import { toError } from '../base/errors.ts'
import type { AllowanceStore } from '../engine/allowance.ts'
import { LedgerAllowances } from '../engine/allowance-ledger.ts'
import { MachineAllowances } from '../engine/allowance-machine.ts'
import { Limits } from '../engine/limits.ts'
import { Spending } from '../engine/spending.ts'
import { budgetSpent } from '../engine/turnstile.ts'
import type { LimitDefinition } from '../pipeline/limit-definition.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { bootId } from '../system/usage.ts'
import type { OwnedBatch } from './own-batch.ts'
import type { Teller } from './tell.ts'

export interface LimitsCase {
  readonly prepared: Pick<PreparedBatch, 'pipeline' | 'steps'>
  readonly owned: Pick<OwnedBatch, 'ledger' | 'row' | 'earlierMs'>
  readonly tell: Pick<Teller, 'breaker'>
  /** What is kept of them cannot be written any more. */
  readonly onLost: (error: Error) => void
  /** `now` counts from the start of the machine. @default the machine's */
  readonly clock?: Clock
  /** Of what processes share. @default in the user's state folder */
  readonly folder?: string
}

export interface OpenedLimits {
  readonly limits: Limits
  /** Ends the batch when its time is over; gives back what was kept free, once the signal aborts. */
  watch(signal: AbortSignal): Promise<void>
}

/** Also where nothing limits the batch yet: a person may set a limit for a step while it runs. */
export async function openLimits(given: LimitsCase): Promise<OpenedLimits> {
  const { prepared, owned, tell, clock = machineClock } = given
  const onLost = (thrown: unknown) => given.onLost(toError(thrown))
  const { pipeline, steps } = prepared
  const definitions = usedLimits(prepared)
  const { budget } = pipeline.options
  const boot = bootId()
  const own = new LedgerAllowances({ ledger: owned.ledger, batch: owned.row.batch, boot })
  const name = `budget of ${owned.row.name}`
  if (definitions.length > 0 || budget !== undefined) await own.open([...definitions.map((one) => one.name), name])
  const shared = sharedStore(given, { definitions, boot, clock })
  const storeOf = ({ scope }: LimitDefinition) => (scope === 'machine' && shared !== undefined ? shared : own)
  const limits = new Limits({
    definitions,
    steps,
    storeOf,
    clock,
    onBreaker: (limit, phase) => tell.breaker(limit, phase),
    onLost,
  })
  const onChange = () => limits.poke()
  const spending = budget && (await Spending.open({ budget, store: own, name, onChange, onLost }))
  if (spending !== undefined) limits.spend(spending)
  return {
    limits,
    watch: async (signal) => {
      const { timeMs = Number.POSITIVE_INFINITY } = spending?.budget ?? {}
      await sleepOut(timeMs - owned.earlierMs, { clock, signal })
      if (!signal.aborted) limits.stop(budgetSpent('time', timeMs))
      await sleepOut(Number.POSITIVE_INFINITY, { clock, signal })
      await spending?.close()
      shared?.close()
    },
  }
}

/** Those that a step names. */
function usedLimits({ pipeline, steps }: LimitsCase['prepared']): readonly LimitDefinition[] {
  const used = new Set(steps.flatMap(({ definition }) => definition.limits ?? []))
  return (pipeline.limits ?? []).filter(({ name }) => used.has(name))
}

interface SharedCase {
  readonly definitions: readonly LimitDefinition[]
  readonly boot: string
  readonly clock: Clock
}

function sharedStore({ folder }: LimitsCase, { definitions, boot, clock }: SharedCase) {
  if (definitions.every(({ scope }) => scope === 'batch')) return undefined
  const store: AllowanceStore & { close(): void } = new MachineAllowances({
    ...{ boot, clock },
    ...(folder === undefined ? {} : { folder }),
  })
  return store
}

/** A timer holds 24 days at most. */
const longestSleepMs = 2 ** 31 - 1

async function sleepOut(ms: number, { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal }): Promise<void> {
  const until = clock.now() + ms
  while (!signal.aborted && clock.now() < until) await clock.sleep(Math.min(longestSleepMs, until - clock.now()), signal)
}
