/** The contract of an engine: it takes the items of one batch that the ledger holds to their ends. */
import type { JsonObject } from '../base/json.ts'
import type { BatchCounts } from '../events/names.ts'
import type { GateState } from './gates/gate.ts'
import type { StopReason } from './stop-rule.ts'

export interface Engine {
  /** Runs until nothing is left to do or the batch has to stop. Rejects only when the ledger is lost. */
  run(): Promise<EngineEnd>
  /** Turns a knob; the answer says what changed. */
  control(verb: string, args: JsonObject): string
  snapshot(): EngineSnapshot
}

export interface EngineEnd {
  /** Absent: nothing is left to do. */
  readonly stop: StopReason | undefined
}

export interface EngineSnapshot {
  readonly counts: BatchCounts
  readonly total: number
  readonly totalIsFinal: boolean
  readonly retrying: number
  readonly reused: number
  readonly bytes: { readonly input: number; readonly output: number }
  readonly workers: number
  readonly isPaused: boolean
  /** What a person has changed while it ran, as sentences. */
  readonly tuned: readonly string[]
  readonly gates: readonly GateState[]
}
