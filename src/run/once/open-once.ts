import type { Clock } from '../../base/clock.ts'
import type { JsonObject } from '../../base/json.ts'
import type { EventBus } from '../../events/bus.ts'
import type { PreparedBatch } from '../../setup/prepared.ts'
import { TemporaryFolders } from '../../system/temporary.ts'
import type { OwnedBatch } from '../own-batch.ts'
import { redactorFor } from '../redact.ts'
import { type AfterBatch, afterBatch } from './after-batch.ts'
import { StopMemory } from './stop-asked.ts'

/** What is done once for a batch, ready to be done. */
export interface Once {
  /** A knob was turned. */
  readonly saw: (verb: string, args: JsonObject) => void
  /** Absent where the pipeline asks for nothing. */
  readonly run: (() => Promise<AfterBatch>) | undefined
}

export interface OnceParts {
  readonly prepared: PreparedBatch
  readonly owned: OwnedBatch
  readonly bus: EventBus
  readonly clock: Clock
  /** Aborts when the batch stops at once. */
  readonly stop: AbortSignal
}

export function openOnce({ prepared, owned, ...rest }: OnceParts): Once {
  const { ledger, row } = owned
  const asked = new StopMemory()
  const run = async () => {
    await using temporary = new TemporaryFolders(row.name)
    const redact = redactorFor(prepared.pipeline.options.secrets)
    return await afterBatch({ ...rest, prepared, ledger, row, asked, redact, temporary })
  }
  const isAsked = prepared.aggregation !== undefined || prepared.after.length > 0
  return { saw: (verb, args) => asked.saw(verb, args), run: isAsked ? run : undefined }
}
