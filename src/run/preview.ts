/** A dry run: what would happen to each item, and why, without writing anything. */
import { errorCode, LedgerError, toError } from '../base/errors.ts'
import { type LedgerReader, readLedger } from '../ledger/reader.ts'
import { openWalk } from '../setup/open-walk.ts'
import { readyItem } from '../setup/output-plan.ts'
import { prepareBatch } from '../setup/prepare.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { BatchRequest } from '../setup/request.ts'
import type { SourceEntry } from '../sources/source.ts'
import { ledgerFile } from './own-batch.ts'
import { type PreviewItem, previewWalk } from './preview-walk.ts'

/** A dry run: what it would warn of, and its items as they are looked at. */
export interface Preview {
  readonly pipeline: string
  readonly warnings: readonly string[]
  readonly items: AsyncIterable<PreviewItem>
}

/**
 * Prepares a batch as a start would, UsageError included, and looks at each item. No step runs that
 * changes anything or whose value would be kept, and no ledger is made.
 */
export async function previewBatch(request: BatchRequest): Promise<Preview> {
  // What is there now is looked at, and nothing is waited for.
  const prepared = await prepareBatch({ ...request, options: { ...request.options, watch: false } })
  const file = ledgerFile({ folder: prepared.folder, name: prepared.pipeline.name, ledger: request.ledger })
  return { pipeline: prepared.pipeline.name, warnings: prepared.warnings, items: previewItems(prepared, openIfThere(file)) }
}

async function* previewItems(prepared: PreparedBatch, ledger: LedgerReader | undefined): AsyncIterable<PreviewItem> {
  const { source, wanted, pipeline } = prepared
  let left = pipeline.options.limit ?? Number.POSITIVE_INFINITY
  try {
    for await (const entry of source.read(0, new AbortController().signal)) {
      if (left <= 0) return
      if (!wanted(entry)) continue
      left -= 1
      yield await previewEntry(entry, prepared, ledger)
    }
  } finally {
    ledger?.close()
    await source.close()
    await prepared.hooks.close()
  }
}

async function previewEntry(entry: SourceEntry, prepared: PreparedBatch, ledger: LedgerReader | undefined): Promise<PreviewItem> {
  if (entry.kind === 'broken') return { id: entry.id, action: 'fail', reason: `${entry.code}: ${entry.message}`, steps: [] }
  const results = prepared.pipeline.options.fresh ? [] : (ledger?.read({ get: 'results', itemId: entry.id }) ?? [])
  const walk = openWalk({ ...readyItem(entry), results }, prepared, 'preview')
  try {
    return await previewWalk({ walk, prepared, ledger })
  } catch (thrown) {
    return { id: entry.id, action: 'fail', reason: toError(thrown).message, steps: [] }
  }
}

function openIfThere(file: string): LedgerReader | undefined {
  try {
    return readLedger(file)
  } catch (thrown) {
    if (thrown instanceof LedgerError && errorCode(thrown) === 'NO_LEDGER') return undefined
    throw thrown
  }
}
