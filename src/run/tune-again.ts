/** A knob that a person has turned stays turned when the batch is continued by another process. */
import type { Engine } from '../engine/engine.ts'
import { lastTunes, type TuneEvent, tuneEvent } from '../engine/tuned-before.ts'
import type { Ledger } from '../ledger/ledger.ts'

export interface TuneAgain {
  readonly ledger: Ledger
  readonly batch: number
  readonly engine: Pick<Engine, 'control'>
  /** The number of workers was given anew, which is the newer word. */
  readonly hasWorkers: boolean
}

const rowsAtOnce = 1_000

/** What was tuned before holds on when a batch goes on. */
export async function tuneAgain({ ledger, batch, engine, hasWorkers }: TuneAgain): Promise<void> {
  const tunes: TuneEvent[] = []
  for (let after = 0; ; ) {
    const rows = await ledger.read({ get: 'events', batch, type: 'control', after, limit: rowsAtOnce })
    const last = rows.at(-1)
    if (last === undefined) break
    after = last.id
    tunes.push(...rows.flatMap((row) => tuneEvent(row) ?? []))
  }
  for (const { args } of lastTunes(tunes)) {
    const isWorkers = args['stage'] === undefined && args['limit'] === undefined
    if (!(isWorkers && hasWorkers)) engine.control('tune', args)
  }
}
