/** A batch that runs in this process, as its caller holds it. */
import type { Clock } from '../base/clock.ts'
import type { JsonObject } from '../base/json.ts'
import type { Engine } from '../engine/engine.ts'
import { outputsOf } from '../engine/projector.ts'
import type { EventBus } from '../events/bus.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import type { BatchStatus } from '../report/status.ts'
import type { Batch, BatchResult, ControlVerb } from '../setup/request.ts'
import type { Monitor } from './monitor.ts'

export interface LiveBatchSetting {
  readonly id: string
  readonly batch: number
  readonly ledger: Ledger
  readonly events: EventBus
  readonly engine: Engine
  readonly monitor: Monitor
  readonly clock: Clock
  /** Turns the knob, tells and audits it. */
  readonly turn: (verb: string, args: JsonObject) => Promise<string>
  /** `outputs` that are still being read hold the ledger open. */
  readonly readers: Readers
  readonly done: Promise<BatchResult>
}

const rowsAtOnce = 256
const lookMs = 50

/** Counts who still reads results: the ledger is closed when the batch is over and nobody does. */
export class Readers {
  #count = 0
  #isOver = false
  readonly #close: () => Promise<void>
  #closed: Promise<void> | undefined

  constructor(close: () => Promise<void>) {
    this.#close = close
  }

  enter(): void {
    this.#count += 1
  }

  async leave(): Promise<void> {
    this.#count -= 1
    await this.#closeIfIdle()
  }

  /** The batch is over: what comes to an end now closes the ledger. */
  async over(): Promise<void> {
    this.#isOver = true
    await this.#closeIfIdle()
  }

  get batchIsOver(): boolean {
    return this.#isOver
  }

  async #closeIfIdle(): Promise<void> {
    if (!this.#isOver || this.#count > 0) return
    this.#closed ??= this.#close()
    await this.#closed
  }
}

export class LiveBatch implements Batch {
  readonly id: string
  readonly events: EventBus
  readonly done: Promise<BatchResult>
  readonly #setting: LiveBatchSetting

  constructor(setting: LiveBatchSetting) {
    this.#setting = setting
    this.id = setting.id
    this.events = setting.events
    this.done = setting.done
  }

  status(): BatchStatus {
    return this.#setting.monitor.status()
  }

  control(verb: ControlVerb, args: JsonObject = {}): Promise<string> {
    return this.#setting.turn(verb, args)
  }

  async *outputs(): AsyncIterable<BatchOutput> {
    const { ledger, batch, clock, readers } = this.#setting
    let after = 0
    readers.enter()
    try {
      for (;;) {
        // Asked before the look: what ended in between is seen by one more round.
        const isLast = readers.batchIsOver
        const rows = await ledger.read({ get: 'ended', batch, after, limit: rowsAtOnce })
        yield* await outputsOf(rows, ledger)
        after = rows.at(-1)?.ended ?? after
        if (rows.length === 0 && isLast) return
        if (rows.length === 0) await clock.sleep(lookMs)
      }
    } finally {
      await readers.leave()
    }
  }
}
