import { LedgerError } from '../base/errors.ts'
import type { Blobs } from './blobs.ts'
import { LiveBatch } from './live-batch.ts'
import type { Store } from './store.ts'

/** Values up to this stay in the file; longer ones go to the blob folder, which costs an fsync each. */
const longestInlineChars = 4096

/** What the verbs write through, for the length of a transaction. */
export class Writer {
  readonly store: Store
  readonly blobs: Blobs
  readonly #live = new Map<number, LiveBatch>()
  /** The epoch under which this process owns each batch: learnt when it is first touched, raised only by an adoption. */
  readonly #epochs = new Map<number, number>()
  readonly #raised = new Map<number, number>()

  constructor(store: Store, blobs: Blobs) {
    this.store = store
    this.blobs = blobs
  }

  /** The batch whose counters this transaction changes. */
  batch(id: number): LiveBatch {
    return this.#live.get(id) ?? this.#load(id)
  }

  /** From here on this process owns the batch under a new epoch, once the transaction is committed. */
  raiseEpoch(batch: number, epoch: number): void {
    this.#raised.set(batch, epoch)
    this.#live.delete(batch)
  }

  /** The place for a text: inline, or the hash of its blob. */
  place(text: string, longest = longestInlineChars): { readonly inline: string | null; readonly blob: Buffer | null } {
    if (text.length <= longest) return { inline: text, blob: null }
    return { inline: null, blob: Buffer.from(this.blobs.put(text), 'hex') }
  }

  /** Writes the counters and guards the transaction by the epochs of all batches it touched. */
  flush(): void {
    for (const batch of this.#live.values()) batch.flush(this.store)
    this.blobs.sync()
  }

  committed(): void {
    for (const [batch, epoch] of this.#raised) this.#epochs.set(batch, epoch)
    this.#raised.clear()
    this.#live.clear()
  }

  rolledBack(): void {
    this.#raised.clear()
    this.#live.clear()
  }

  #load(id: number): LiveBatch {
    const row = this.store.get<{ epoch: number; total: number; deps: number }>(
      'SELECT epoch, total, deps FROM batch WHERE id = ?',
      id,
    )
    if (row === undefined) throw new LedgerError('NO_BATCH', `Expected a batch of this ledger, got ${id}.`)
    const epoch = this.#raised.get(id) ?? this.#epochs.get(id) ?? row.epoch
    if (!this.#epochs.has(id)) this.#epochs.set(id, epoch)
    const batch = new LiveBatch({ id, epoch, total: row.total, deps: row.deps })
    this.#live.set(id, batch)
    return batch
  }
}
