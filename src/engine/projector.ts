/**
 * Copies ended rows into a document (JSON, JSONL, CSV, standard output), in the order they ended. Cursor and offset are
 * committed after the rows are synced: a crash in between appends the same rows at the same place again.
 */
import type { Clock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { EndedRow } from '../ledger/rows.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import type { Projection } from '../sinks/sink.ts'
import { batchOutput } from './batch-output.ts'
import { every } from './every.ts'

export interface ProjectorSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly sink: string
  readonly projection: Projection
  readonly clock: Clock
}

const rowsAtOnce = 500
const lookMs = 250

export class Projector {
  readonly #setting: ProjectorSetting
  #cursor: number

  constructor(setting: ProjectorSetting, cursor: number) {
    this.#setting = setting
    this.#cursor = cursor
  }

  /** Follows the batch until the signal aborts. */
  follow(signal: AbortSignal): Promise<void> {
    return every({ clock: this.#setting.clock, ms: lookMs, signal }, () => this.catchUp())
  }

  /** Appends every row that has ended by now. */
  async catchUp(): Promise<void> {
    const { ledger, batch, sink, projection } = this.#setting
    for (;;) {
      const rows = await ledger.read({ get: 'ended', batch, after: this.#cursor, limit: rowsAtOnce })
      const last = rows.at(-1)
      if (last === undefined) return
      const offset = await projection.append(await outputsOf(rows, ledger))
      this.#cursor = last.ended
      await ledger.commit([{ op: 'projected', batch, sink, cursor: this.#cursor, offset }])
    }
  }

  /** The batch is complete: closes the document. Resolves with its path. */
  finish(): Promise<string | undefined> {
    return this.#setting.projection.finish()
  }

  /** The batch stopped early: a resume continues. */
  close(): Promise<void> {
    return this.#setting.projection.close()
  }
}

/** Ended rows as people and programs see them. */
export async function outputsOf(rows: readonly EndedRow[], ledger: Pick<Ledger, 'read'>): Promise<readonly BatchOutput[]> {
  const outputs: BatchOutput[] = []
  for (const row of rows) {
    const blob = row.blob === undefined ? undefined : await ledger.read({ get: 'blob', sha256: row.blob })
    outputs.push(batchOutput(row, row.value ?? blob))
  }
  return outputs
}
