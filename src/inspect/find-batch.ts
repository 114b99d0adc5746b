/** One batch of one ledger, open for looking at while its owner goes on. */
import { LedgerError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { readLedger } from '../ledger/reader.ts'
import type { BatchRow } from '../ledger/rows.ts'
import { type FoundBatch, findBatch, listBatches } from '../setup/find-batch.ts'

/** Where to look for a batch, and for which. */
export interface InspectionPlace {
  /** `.millrace` is below it. @default the working directory */
  readonly folder?: string | undefined
  /** A ledger file, in place of those in `.millrace`. */
  readonly ledger?: string | undefined
  /** A batch_id, an unambiguous part of one, or absent: the latest. */
  readonly batch?: string | undefined
}

/** The row is as it was when the batch was found. */
export interface InspectedBatch {
  /** The ledger file, absolute. */
  readonly ledger: string
  readonly row: BatchRow
  readonly read: Ledger['read']
  close(): Promise<void>
}

/** @throws UsageError where there is no such batch; LedgerError where the ledger is corrupt or newer. */
export async function openInspection({ folder = process.cwd(), ledger, batch }: InspectionPlace = {}): Promise<InspectedBatch> {
  return openFound(findBatch({ folder, ledger, batch }))
}

export function openFound({ file, row }: FoundBatch): InspectedBatch {
  const reader = readLedger(file)
  return { ledger: file, row, read: async (query) => reader.read(query), close: async () => reader.close() }
}

/** All batches of all ledgers of the place, newest first. */
export function findBatches({ folder = process.cwd(), ledger }: InspectionPlace): readonly FoundBatch[] {
  return listBatches({ folder, ledger })
}

/** The row as it is now. */
export async function rowNow({ read, row, ledger }: InspectedBatch): Promise<BatchRow> {
  const now = await read({ get: 'batch', batch: row.batch })
  if (now !== undefined) return now
  throw new LedgerError('NO_BATCH', `Expected batch ${row.name} in ${ledger}, it is not there any more.`)
}
