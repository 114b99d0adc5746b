/** Every output of a batch in the order of its source, parts in the place of what they were taken from: the same in every run. */
import type { Ledger } from '../../ledger/ledger.ts'
import type { OutputRow } from '../../ledger/rows.ts'
import type { BatchOutput } from '../../pipeline/outcome.ts'
import { outputsOf } from '../projector.ts'

interface OutputsCase {
  readonly ledger: Pick<Ledger, 'read'>
  readonly batch: number
  /** Stops between two pages. */
  readonly signal: AbortSignal
}

const rowsAtOnce = 500

/** In memory: one page for each level of a family. Throws the signal's reason when it aborts. */
export async function* outputsInOrder(outputs: OutputsCase, parent?: number): AsyncIterable<BatchOutput> {
  const { ledger, batch, signal } = outputs
  let after = -1
  for (;;) {
    signal.throwIfAborted()
    const ask = { get: 'outputs', batch, after, limit: rowsAtOnce, ...(parent === undefined ? {} : { parent }) } as const
    const rows = await ledger.read(ask)
    const last = rows.at(-1)
    if (last === undefined) return
    yield* withParts(rows, outputs)
    after = last.place
  }
}

async function* withParts(rows: readonly OutputRow[], outputs: OutputsCase): AsyncIterable<BatchOutput> {
  for (const [index, output] of (await outputsOf(rows, outputs.ledger)).entries()) {
    const row = rows[index]
    if (row?.isReplaced !== true) yield output
    if (row?.hasParts === true) yield* outputsInOrder(outputs, row.seq)
  }
}
