/** Opens what is told of a batch while it runs, and to whom: events, listeners, counts, the view of where it stands. */
import type { Clock } from '../base/clock.ts'
import { Tally } from '../engine/tally.ts'
import { EventBus } from '../events/bus.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { ContinueRequest } from '../setup/request.ts'
import { startUsage } from '../system/usage.ts'
import { Listeners } from './listeners.ts'
import { Monitor } from './monitor.ts'
import type { OwnedBatch } from './own-batch.ts'
import { Teller } from './tell.ts'

export interface TellingCase {
  readonly prepared: PreparedBatch
  readonly owned: OwnedBatch
  /** Hears every event, from the first on. */
  readonly listen: ContinueRequest['listen']
  readonly clock: Clock
}

export interface Telling {
  readonly bus: EventBus
  readonly tell: Teller
  readonly tally: Tally
  readonly monitor: Monitor
  readonly listeners: Listeners
  readonly usage: ReturnType<typeof startUsage>
}

export async function openTelling({ prepared, owned, listen, clock }: TellingCase): Promise<Telling> {
  const { ledger, row } = owned
  const { steps, source, hooks, places } = prepared
  const bus = new EventBus((error) => tell.warn('LISTENER_THREW', error.message))
  listen?.(bus)
  const usage = startUsage()
  const tally = await tallyOf(owned)
  const tell = new Teller({ bus, ledger, row, tally, clock, steps, print: listen === undefined ? printLine : undefined })
  const listeners = new Listeners(hooks, { bus, tell, clock })
  const { watching } = source
  watching?.hear((code, message) => tell.warn(code, message))
  const monitor = new Monitor({ ...owned, bus, clock, usage, outputRoot: places.root, watching: watching !== undefined })
  return { bus, tell, tally, monitor, listeners, usage }
}

async function tallyOf({ ledger, row, session }: OwnedBatch): Promise<Tally> {
  const before = session > 1 ? await ledger.read({ get: 'successes', batch: row.batch }) : undefined
  return new Tally(row.counts, row.total, before)
}

/** What hooks print, where no face shows it. */
function printLine(line: string): void {
  process.stderr.write(`${line}\n`)
}
