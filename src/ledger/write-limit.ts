import type { KeepLimit } from './note-ops.ts'
import type { Writer } from './writer.ts'

/** Written before the allowance is used: whoever owns the ledger next starts where it ends. */
export function keepLimit(writer: Writer, { batch, name, state, boot }: KeepLimit): undefined {
  writer.batch(batch)
  writer.store.run('INSERT OR REPLACE INTO "limit" (name, state, boot) VALUES (?, ?, ?)', name, state, boot)
}
