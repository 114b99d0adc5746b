/** The contract of a progress view: what stands between a batch and the person (or program) who watches it. */
import type { Batch, BatchEvents, BatchStatus, EventBus } from '../../index.ts'
import type { Clock } from '../../inspect.ts'
import type { Paint } from './paint.ts'

export type ItemEnd = BatchEvents['batch:item:end']
export type ItemRetry = BatchEvents['batch:retry']
export type AfterTry = BatchEvents['batch:after']

export interface ProgressView {
  /** Called before the batch's first event. */
  listen(events: EventBus): void
  /** The batch exists: its status may be asked for. */
  start(batch: Pick<Batch, 'id' | 'status' | 'control'>): void
  /** Something that a person must see now: "draining 4 running (again to stop)". */
  notice(text: string): void
  /** The batch has come to rest. Nothing is written behind this. Safe to repeat. */
  stop(): void
}

export interface ViewSetting {
  readonly stream: NodeJS.WritableStream & {
    readonly isTTY?: boolean
    readonly columns?: number
    readonly rows?: number
    readonly writableLength?: number
  }
  readonly clock: Clock
  readonly paint: Paint
  /** A line per item and per retry. */
  readonly verbose: boolean
}

export type StatusNow = () => BatchStatus
