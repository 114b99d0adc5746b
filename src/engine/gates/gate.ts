/**
 * The contract of a gate: it decides when one more attempt may start. A gate holds no timer and no clock:
 * time comes in as a value (monotonic milliseconds), somebody else waits.
 */
export interface Gate {
  /** How long to wait before an attempt of this cost may start: 0 is now, Infinity is "ask after the next finish". */
  delay(now: number, cost: Cost): number
  /** An attempt has started. */
  started(now: number, cost: Cost): void
  /** An attempt has ended. */
  finished(end: AttemptEnd, now: number): void
  /** What faces show: its name, how full it is, why it holds back. */
  readonly state: GateState
}

/** What one attempt is expected to use. */
export interface Cost {
  /** Size of the item, for gates that look at bytes or memory. */
  readonly bytes: number
  /** @default 1 */
  readonly requests?: number
  readonly tokens?: number
  readonly usd?: number
}

export interface AttemptEnd {
  readonly cost: Cost
  readonly kind: 'succeeded' | 'failed' | 'retry' | 'crowded' | 'skipped' | 'interrupted' | 'throttled'
  readonly ms: number
  /** What it really used, where that is known. */
  readonly actual?: Partial<Cost>
  /** Of its failure. */
  readonly code?: string
}

export interface GateState {
  readonly name: string
  readonly limit: number
  readonly used: number
  /** Why it holds back now; absent while it does not. */
  readonly reason?: string
}
