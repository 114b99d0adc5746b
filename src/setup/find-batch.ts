/** Which ledger holds a batch that a person named by its id, by the first letters of it, or not at all. */
import { join, resolve } from 'node:path'
import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { findLedgers } from '../ledger/paths.ts'
import { readLedger } from '../ledger/reader.ts'
import type { BatchRow } from '../ledger/rows.ts'

export interface FoundBatch {
  readonly file: string
  readonly row: BatchRow
}

export interface FindAsk {
  /** Working directory: `.millrace` lies below it. */
  readonly folder: string
  readonly ledger?: string | undefined
  readonly batch?: string | undefined
}

const mostBatches = 1_000

/** Newest first, over all ledgers. */
export function listBatches({ folder, ledger }: FindAsk): readonly FoundBatch[] {
  const files = ledger === undefined ? findLedgers(join(folder, '.millrace')) : [resolve(folder, ledger)]
  return files.flatMap((file) => batchesIn(file).map((row) => ({ file, row }))).sort((a, b) => b.row.created - a.row.created)
}

/** Throws UsageError when there is none, or when the letters fit several. */
export function findBatch(ask: FindAsk): FoundBatch {
  const all = listBatches(ask)
  const [latest] = all
  if (latest === undefined) {
    throw new UsageError('NO_BATCH', `There is no batch below ${join(ask.folder, '.millrace')}.`, {
      fix: 'Start one with `millrace run`, or go to the folder where it was started.',
    })
  }
  return ask.batch === undefined ? latest : pick(ask.batch, all)
}

function pick(named: string, all: readonly FoundBatch[]): FoundBatch {
  const exact = all.find(({ row }) => row.name === named)
  if (exact !== undefined) return exact
  const near = all.filter(({ row }) => row.name.startsWith(named) || row.name.endsWith(named))
  const [only, ...others] = near
  if (only !== undefined && others.length === 0) return only
  const names = (near.length > 0 ? near : all).map(({ row }) => row.name)
  const what =
    near.length > 0
      ? `"${named}" fits ${near.length} batches:`
      : `There is no batch "${named}".${didYouMean(named, names)} There are`
  throw new UsageError('NO_BATCH', `${what} ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}`, {
    fix: '`millrace list` shows them all.',
  })
}

function batchesIn(file: string): readonly BatchRow[] {
  const ledger = readLedger(file)
  try {
    return ledger.read({ get: 'batches', limit: mostBatches })
  } finally {
    ledger.close()
  }
}
