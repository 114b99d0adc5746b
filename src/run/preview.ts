/** A dry run: what would happen to each item, and why, without writing anything. */
import { errorCode, LedgerError, toError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { fingerprintOf } from '../engine/fingerprint-parts.ts'
import { findKept, isUntouched, keptFiles } from '../engine/reuse.ts'
import type { Walk } from '../engine/walk.ts'
import { type LedgerReader, readLedger } from '../ledger/reader.ts'
import { openWalk, pathFor } from '../setup/open-walk.ts'
import { readyItem } from '../setup/output-plan.ts'
import { prepareBatch } from '../setup/prepare.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { BatchRequest } from '../setup/request.ts'
import type { SourceEntry } from '../sources/source.ts'
import { hashFile } from '../system/file-hash.ts'
import { ledgerFile } from './own-batch.ts'

/** A dry run: what it would warn of, and its items as they are looked at. */
export interface Preview {
  readonly pipeline: string
  readonly warnings: readonly string[]
  readonly items: AsyncIterable<PreviewItem>
}

/** What would happen to one item, and why. */
export interface PreviewItem {
  readonly id: string
  readonly action: 'run' | 'reuse' | 'skip' | 'fail'
  readonly reason: string
  readonly steps: readonly { readonly name: string; readonly action: 'run' | 'reuse' | 'skip' }[]
  /** Where its output would go, as far as that is known before the work. */
  readonly output?: string
}

/** Prepares a batch as a start would, UsageError included, and looks at each item; no step runs and no ledger is made. */
export async function previewBatch(request: BatchRequest): Promise<Preview> {
  const prepared = await prepareBatch(request)
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
  }
}

async function previewEntry(entry: SourceEntry, prepared: PreparedBatch, ledger: LedgerReader | undefined): Promise<PreviewItem> {
  if (entry.kind === 'broken') return { id: entry.id, action: 'fail', reason: `${entry.code}: ${entry.message}`, steps: [] }
  const results = prepared.pipeline.options.fresh ? [] : (ledger?.read({ get: 'results', itemId: entry.id }) ?? [])
  const walk = openWalk({ ...readyItem(entry), results }, prepared, 'preview')
  try {
    return await previewWalk(walk, prepared, ledger)
  } catch (thrown) {
    return { id: entry.id, action: 'fail', reason: toError(thrown).message, steps: [] }
  }
}

/** Follows kept results as far as they hold; behind the first step that would run, nothing is known. */
async function previewWalk(walk: Walk, prepared: PreparedBatch, ledger: LedgerReader | undefined): Promise<PreviewItem> {
  const steps: { name: string; action: 'run' | 'reuse' | 'skip' }[] = []
  const path = prepared.pipeline.output.type === 'files' ? pathFor(walk, prepared, {}) : undefined
  const output = path === undefined ? {} : { output: path }
  for (const { definition, condition, work } of prepared.steps) {
    const isKnown = steps.every(({ action }) => action !== 'run')
    if (isKnown && condition !== undefined && !condition.holds(walk.names)) {
      if (work === undefined)
        return { id: walk.item.id, action: 'skip', reason: `${definition.name}: not (${definition.when})`, steps }
      steps.push({ name: definition.name, action: 'skip' })
    } else if (work !== undefined) {
      const value = isKnown ? await keptValue(walk, prepared, { name: definition.name, ledger }) : undefined
      if (value !== undefined) walk.names[definition.output] = value.value
      steps.push({ name: definition.name, action: value === undefined ? 'run' : 'reuse' })
    }
  }
  const first = steps.find(({ action }) => action === 'run')
  if (first === undefined) return { id: walk.item.id, action: 'reuse', reason: 'every kept result still holds', steps, ...output }
  return { id: walk.item.id, action: 'run', reason: `from step ${first.name} on`, steps, ...output }
}

interface KeptCase {
  readonly name: string
  readonly ledger: LedgerReader | undefined
}

async function keptValue(
  walk: Walk,
  { steps, places, pipeline }: PreparedBatch,
  { name, ledger }: KeptCase,
): Promise<{ readonly value: Json } | undefined> {
  const planned = steps.find(({ definition }) => definition.name === name)
  if (planned?.work === undefined || ledger === undefined) return undefined
  const { layout, naming = null } = pipeline.output
  const setting = {
    fileHash: (file: string) => hashFile(file),
    folder: pipeline.folder,
    output: { root: places.root, layout, naming },
  }
  const { fp } = await fingerprintOf(planned, planned.work, { walk, setting })
  const kept = findKept(walk.ready.results, { step: name, fp, freshFor: undefined })
  if (kept === undefined || kept.state !== 'done') return undefined
  for (const file of keptFiles(kept)) if (!(await isUntouched(file))) return undefined
  const text = kept.value ?? (kept.blob === undefined ? 'null' : (ledger.read({ get: 'blob', sha256: kept.blob }) ?? 'null'))
  return { value: JSON.parse(text) as Json } // the ledger keeps JSON text
}

function openIfThere(file: string): LedgerReader | undefined {
  try {
    return readLedger(file)
  } catch (thrown) {
    if (thrown instanceof LedgerError && errorCode(thrown) === 'NO_LEDGER') return undefined
    throw thrown
  }
}
