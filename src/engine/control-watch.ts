/** Looks for knobs that another process has turned, and answers them in the ledger, where they stay as an audit. */
import type { JsonObject } from '../base/json.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ControlRow } from '../ledger/rows.ts'
import { every, type Repeat } from './every.ts'

export interface ControlWatch extends Omit<Repeat, 'ms'> {
  readonly ledger: Ledger
  readonly batch: number
  /** Turns the knob and answers with a sentence. */
  readonly apply: (verb: string, args: JsonObject) => Promise<string> | string
}

/** A person waits for the answer: five looks a second. */
const lookMs = 200

export function watchControls(watch: ControlWatch): Promise<void> {
  return every({ clock: watch.clock, ms: lookMs, signal: watch.signal }, async () => {
    const controls = await watch.ledger.read({ get: 'controls', batch: watch.batch })
    for (const control of controls) await answer(control, watch)
  })
}

async function answer({ control, verb, args }: ControlRow, { ledger, clock, apply }: ControlWatch): Promise<void> {
  // `askOwner` writes an object and nothing else.
  const text = await apply(verb, JSON.parse(args) as JsonObject)
  await ledger.commit([{ op: 'answer-control', control, answer: text, at: clock.wall() }])
}
