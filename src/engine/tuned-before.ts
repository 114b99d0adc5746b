/** What was tuned in earlier sessions of a batch, or while nobody ran it, holds on: the audit of it says what that was. */
import { isObject, type JsonObject } from '../base/json.ts'
import type { EventRow } from '../ledger/rows.ts'

export interface TuneEvent {
  readonly args: JsonObject
  readonly answer: string
}

/** One that was granted; nothing for any other event. */
export function tuneEvent({ type, body }: Pick<EventRow, 'type' | 'body'>): TuneEvent | undefined {
  if (type !== 'control') return undefined
  const turn: unknown = JSON.parse(body)
  if (!isObject(turn) || turn['verb'] !== 'tune' || !isObject(turn['args'])) return undefined
  const answer = String(turn['answer'])
  return answer.startsWith('refused: ') ? undefined : { args: turn['args'] as JsonObject, answer } // a part of JSON
}

/** The last sentence for each knob, in the order in which they were turned last. */
export function lastTunes(tunes: readonly TuneEvent[]): readonly TuneEvent[] {
  const last = new Map<string, TuneEvent>()
  for (const tune of tunes) {
    const { stage = null, limit = null } = tune.args
    const key = JSON.stringify([stage, limit])
    last.delete(key)
    last.set(key, tune)
  }
  return [...last.values()]
}
