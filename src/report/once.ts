/**
 * What is done once for a batch, as the ledger has it: the aggregation, and the steps after it. Two events tell it,
 * one per try and one per result; the newest result of a step and fingerprint is the one that holds.
 */
import { isObject, type Json } from '../base/json.ts'
import type { EventRow } from '../ledger/rows.ts'
import type { Failure } from '../pipeline/outcome.ts'

export const onceAttemptEvent = 'after'
export const onceResultEvent = 'after-result'

export type OncePart = 'aggregation' | 'after'

export interface OnceAttempt {
  readonly part: OncePart
  readonly step: string
  /** Number of the try, from 1. */
  readonly attempt: number
  readonly outcome: string
  readonly ms: number
  readonly failure?: Failure
}

export interface OnceResult {
  readonly part: OncePart
  readonly step: string
  readonly fp: string
  /** What the items had come to: the number of the batch's newest attempt. A step runs again when that has changed. */
  readonly made: number
  /** `unknown`: it may have happened. `none`: it did not. `refused`: a person gave it up. */
  readonly state: 'done' | 'unknown' | 'none' | 'refused'
  readonly value: Json
  /** JSON of the files that it delivered. */
  readonly files?: string
}

/** Everything that was done once, as far as it is known. */
export class OnceRecord {
  readonly attempts: OnceAttempt[] = []
  readonly #results = new Map<string, OnceResult>()

  /** Events of other types are passed over. */
  add({ type, body }: Pick<EventRow, 'type' | 'body'>): void {
    if (type === onceAttemptEvent) this.attempts.push(parsed(body) as unknown as OnceAttempt) // written from this type
    if (type === onceResultEvent) this.#put(parsed(body) as unknown as OnceResult) // as above
  }

  /** The newest of every step and fingerprint, the latest change last. */
  get results(): readonly OnceResult[] {
    return [...this.#results.values()]
  }

  /** Steps that may have happened, and nobody has said whether they did. */
  get inDoubt(): readonly OnceResult[] {
    return this.results.filter(({ state }) => state === 'unknown')
  }

  #put(result: OnceResult): void {
    const key = JSON.stringify([result.part, result.step, result.fp])
    this.#results.delete(key)
    this.#results.set(key, result)
  }
}

function parsed(body: string): Record<string, unknown> {
  const value: unknown = JSON.parse(body)
  return isObject(value) ? value : {}
}
