import type { Json, JsonObject } from '../base/json.ts'

/** Where an item stands. The last five are how an item ended; `review` waits for a person. */
export type ItemState = 'blocked' | 'ready' | 'running' | 'waiting' | EndState

/** How an item ended; `review`: it may have done its work, and a person decides. */
export type EndState = 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'review'

export const endStates: readonly EndState[] = ['succeeded', 'failed', 'skipped', 'cancelled', 'review']

/** Where a batch stands. See docs/item-states.md. */
export type BatchState = 'running' | 'paused' | 'interrupted' | 'completed' | 'failed' | 'cancelled'

/** What went wrong, as a value: `code` for programs, `message` and `fix` for people. */
export interface Failure {
  readonly code: string
  readonly message: string
  readonly fix?: string
  /** With causes; goes to errors.log, never to the console. */
  readonly stack?: string
}

/** How one attempt of one step ended. */
export type StepOutcome =
  | { readonly kind: 'succeeded'; readonly value: Json }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'retry'
      readonly failure: Failure
      readonly afterMs: number | undefined
      /** As far as anybody knows it was the service that failed: no try is counted. */
      readonly isExcused?: true
    }
  /** The service asked for fewer calls: everybody on its limits waits so long, and no try is counted. */
  | { readonly kind: 'throttled'; readonly failure: Failure; readonly afterMs: number | undefined }
  /** The system has no room for it now (files, processes): again with fewer at once, and no try is counted. */
  | { readonly kind: 'crowded'; readonly failure: Failure }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** It may or may not have happened, and must not happen twice: a person decides. */
  | { readonly kind: 'unknown'; readonly failure: Failure }
  /** Nothing more can succeed: the batch stops, this item stays pending. */
  | { readonly kind: 'stop'; readonly failure: Failure }
  /** The batch was stopped while this attempt ran: it does not count. */
  | { readonly kind: 'interrupted' }

/** One entry of `BatchResult.outputs`, also what the record form of the sinks writes. */
export interface BatchOutput {
  readonly id: string
  readonly success: boolean
  readonly state: ItemState
  readonly result?: Json
  readonly error?: string
  readonly metrics: JsonObject
}

export function isEnded(state: ItemState): state is EndState {
  // `includes` of a narrow list takes only what is in it.
  return (endStates as readonly ItemState[]).includes(state)
}
