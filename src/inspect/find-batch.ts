/** Which batch is meant: the latest, or the only one whose id begins as given, over all ledgers of a folder. */
import { join, resolve } from 'node:path'
import { LedgerError, UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { findLedgers } from '../ledger/paths.ts'
import { readLedger } from '../ledger/reader.ts'
import type { BatchRow } from '../ledger/rows.ts'

export interface InspectionPlace {
  /** `.millrace` is below it. @default the working directory */
  readonly folder?: string | undefined
  /** A ledger file, in place of those in `.millrace`. */
  readonly ledger?: string | undefined
  /** A batch_id, an unambiguous prefix of one, or absent: the latest. */
  readonly batch?: string | undefined
}

/** One batch of one ledger, open for reading. The row is as it was when the batch was found. */
export interface InspectedBatch {
  /** The ledger file, absolute. */
  readonly ledger: string
  readonly row: BatchRow
  readonly read: Ledger['read']
  close(): Promise<void>
}

export interface FoundBatch {
  readonly ledger: string
  readonly row: BatchRow
}

const mostBatches = 1_000
const mostCandidates = 8

/** All batches of all ledgers of the place, newest first. */
export function findBatches(place: InspectionPlace): readonly FoundBatch[] {
  return ledgersOf(place)
    .flatMap(batchesOf)
    .sort((a, b) => b.row.created - a.row.created || b.row.batch - a.row.batch)
}

/** @throws UsageError where there is none, or more than one, with the candidates. */
export function findBatch(place: InspectionPlace): FoundBatch {
  const found = findBatches(place)
  const newest = found[0]
  if (newest === undefined) throw noBatches(place)
  if (place.batch === undefined) return newest
  return chooseBatch(found, place.batch)
}

export function chooseBatch(found: readonly FoundBatch[], given: string): FoundBatch {
  const exact = found.find(({ row }) => row.name === given)
  if (exact !== undefined) return exact
  const [first, ...others] = found.filter(({ row }) => row.name.startsWith(given))
  if (first === undefined) throw unknownBatch(found, given)
  if (others.length > 0) throw manyBatches([first, ...others], given)
  return first
}

function ledgersOf({ folder = '.', ledger }: InspectionPlace): readonly string[] {
  return ledger === undefined ? findLedgers(join(resolve(folder), '.millrace')) : [resolve(folder, ledger)]
}

function batchesOf(file: string): readonly FoundBatch[] {
  const ledger = readLedger(file)
  try {
    return ledger.read({ get: 'batches', limit: mostBatches }).map((row) => ({ ledger: file, row }))
  } finally {
    ledger.close()
  }
}

/** @throws UsageError as `findBatch`; LedgerError where the ledger is corrupt or newer. */
export async function openInspection(place: InspectionPlace = {}): Promise<InspectedBatch> {
  const { ledger, row } = findBatch(place)
  const reader = readLedger(ledger)
  return { ledger, row, read: async (query) => reader.read(query), close: async () => reader.close() }
}

/** The row as it is now. */
export async function rowNow({ read, row, ledger }: InspectedBatch): Promise<BatchRow> {
  const now = await read({ get: 'batch', batch: row.batch })
  if (now !== undefined) return now
  throw new LedgerError('NO_BATCH', `Expected batch ${row.name} in ${ledger}, it is not there any more.`)
}

function noBatches({ folder = '.', ledger }: InspectionPlace): UsageError {
  const where = ledger === undefined ? `below ${join(resolve(folder), '.millrace')}` : `in ${resolve(folder, ledger)}`
  return new UsageError('NO_BATCH', `Expected a batch ${where}, found none.`, {
    fix: 'Start one with `millrace run`, go to the folder where it was started, or name its ledger with --ledger FILE.',
  })
}

function unknownBatch(found: readonly FoundBatch[], given: string): UsageError {
  const names = found.map(({ row }) => row.name)
  const message = `Expected a batch whose id begins with "${given}", found none among ${names.length}.${didYouMean(given, names)}`
  return new UsageError('UNKNOWN_BATCH', message, { fix: 'See them all with `millrace list`.' })
}

function manyBatches(found: readonly FoundBatch[], given: string): UsageError {
  const shown = found.slice(0, mostCandidates).map(({ row }) => row.name)
  const more = found.length > shown.length ? ` and ${found.length - shown.length} more` : ''
  const message = `Expected "${given}" to begin one batch id, it begins ${found.length}: ${shown.join(', ')}${more}.`
  return new UsageError('AMBIGUOUS_BATCH', message, { fix: 'Give one more character, or the whole id.' })
}
