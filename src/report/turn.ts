/** One turn of `batch_size` items, kept in the ledger as an event of type `turn` when its last item has ended. */
import { isObject } from '../base/json.ts'

export const turnEvent = 'turn'

export interface Turn {
  /** From 1, over all sessions. */
  readonly turn: number
  /** Items that a turn takes. */
  readonly size: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly ms: number
}

/** The turn in an event's body, or nothing where the body is no turn. */
export function parseTurn(body: string): Turn | undefined {
  const value: unknown = JSON.parse(body)
  if (!isObject(value) || typeof value['turn'] !== 'number') return undefined
  const figure = (name: string) => (typeof value[name] === 'number' ? value[name] : 0)
  return {
    turn: value['turn'],
    size: figure('size'),
    succeeded: figure('succeeded'),
    failed: figure('failed'),
    skipped: figure('skipped'),
    ms: figure('ms'),
  }
}
