/**
 * A circuit breaker without a timer: the cool-down ends when somebody asks, not by itself. Attempts that began before it opened
 * and end later say nothing about the trial.
 */
import type { BreakerDefinition } from '../../pipeline/limit-definition.ts'
import type { AttemptEnd, Gate, GateState } from './gate.ts'

export type BreakerPhase =
  | { readonly name: 'closed' }
  | { readonly name: 'open'; readonly until: number; readonly waitMs: number }
  /** One trial is under way, or may start; nothing else. */
  | { readonly name: 'half-open'; readonly trialAt: number | undefined }

/**
 * Holds everything back while a service fails: opens after failures in a row, or at a share of the last attempts, lets one
 * trial through after the cool-down, and closes when a trial is answered. Items wait meanwhile, none fails.
 */
export class BreakerGate implements Gate {
  readonly #name: string
  readonly #definition: BreakerDefinition
  #phase: BreakerPhase = { name: 'closed' }
  /** True for a failure, of attempts that counted. */
  #recent: boolean[] = []
  #openSince: number | undefined

  constructor(name: string, definition: BreakerDefinition) {
    this.#name = name
    this.#definition = definition
  }

  delay(now: number): number {
    this.#cool(now)
    const phase = this.#phase
    if (phase.name === 'open') return phase.until - now
    return phase.name === 'half-open' && phase.trialAt !== undefined ? Number.POSITIVE_INFINITY : 0
  }

  started(now: number): void {
    this.#cool(now)
    if (this.#phase.name === 'half-open') this.#phase = { name: 'half-open', trialAt: now }
  }

  finished(end: AttemptEnd, now: number): void {
    if (this.#phase.name === 'closed') this.#count(end, now)
    else if (this.#isTrial(end, now)) this.#judge(end, now)
  }

  get state(): GateState {
    const { opens } = this.#definition
    const used = this.#failuresNow()
    const limit = 'failures' in opens ? opens.failures : Math.ceil(opens.share * opens.of)
    const reasons = { closed: {}, open: { reason: 'the service fails' }, 'half-open': { reason: 'one trial' } }
    return { name: this.#name, limit, used, ...reasons[this.#phase.name] }
  }

  get phase(): BreakerPhase {
    return this.#phase
  }

  /** Does a failure of this kind say something about the service? */
  counts({ kind, code }: Pick<AttemptEnd, 'kind' | 'code'>): boolean {
    const { on } = this.#definition
    if (on.length === 0) return kind === 'retry'
    return (kind === 'retry' || kind === 'failed') && code !== undefined && on.includes(code)
  }

  /** It has been open for so long without a success that nobody should wait any more. */
  isGivenUp(now: number): boolean {
    return this.#openSince !== undefined && now - this.#openSince >= this.#definition.giveUpMs
  }

  /** Whatever else still ends has started before it opened. */
  #isTrial({ ms }: AttemptEnd, now: number): boolean {
    const phase = this.#phase
    return phase.name === 'half-open' && phase.trialAt !== undefined && now - ms >= phase.trialAt - 1
  }

  #cool(now: number): void {
    if (this.#phase.name === 'open' && this.#phase.until <= now) this.#phase = { name: 'half-open', trialAt: undefined }
  }

  #count(end: AttemptEnd, now: number): void {
    const isFailure = this.counts(end)
    if (!isFailure && !isAnswer(end)) return
    this.#recent.push(isFailure)
    const { opens } = this.#definition
    if (this.#recent.length > ('failures' in opens ? opens.failures : opens.of)) this.#recent.shift()
    if (this.#isTooMany()) this.#open(now)
  }

  /** The end of the trial. One that was not answered leaves its place to another. */
  #judge(end: AttemptEnd, now: number): void {
    if (this.counts(end)) this.#open(now)
    else if (isAnswer(end)) this.#close()
    else this.#phase = { name: 'half-open', trialAt: undefined }
  }

  #isTooMany(): boolean {
    const { opens } = this.#definition
    if ('failures' in opens) return this.#failuresNow() >= opens.failures
    return this.#recent.length >= opens.of && this.#failuresNow() >= opens.share * opens.of
  }

  /** In a row, or among the last ones. */
  #failuresNow(): number {
    if ('share' in this.#definition.opens) return this.#recent.filter(Boolean).length
    return this.#recent.length - 1 - this.#recent.lastIndexOf(false)
  }

  #open(now: number): void {
    this.#openSince ??= now
    const { cooldownMs } = this.#definition
    this.#phase = { name: 'open', until: now + cooldownMs, waitMs: cooldownMs }
  }

  #close(): void {
    this.#openSince = undefined
    this.#recent = []
    this.#phase = { name: 'closed' }
  }
}

/** The service has answered, whatever it said. */
function isAnswer({ kind }: AttemptEnd): boolean {
  return kind === 'succeeded' || kind === 'failed' || kind === 'skipped' || kind === 'retry'
}
