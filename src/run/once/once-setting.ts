import type { Clock } from '../../base/clock.ts'
import type { Json } from '../../base/json.ts'
import type { StopReason } from '../../engine/stop-rule.ts'
import type { EventBus } from '../../events/bus.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { BatchRow } from '../../ledger/rows.ts'
import type { PreparedBatch } from '../../setup/prepared.ts'
import type { TemporaryFolders } from '../../system/temporary.ts'

/** What everything that is done once for a batch works with. */
export interface OnceSetting {
  readonly prepared: PreparedBatch
  readonly ledger: Ledger
  readonly row: Pick<BatchRow, 'batch' | 'name'>
  readonly bus: EventBus
  readonly clock: Clock
  /** Aborts when the batch stops at once. */
  readonly stop: AbortSignal
  readonly asked: StopAsked
  readonly redact: (value: Json) => Json
  readonly temporary: Pick<TemporaryFolders, 'make' | 'remove'>
}

/** Whether somebody has asked the batch to come to an end. */
export interface StopAsked {
  readonly reason: StopReason | undefined
  /** Aborts when somebody has. */
  readonly signal: AbortSignal
}
