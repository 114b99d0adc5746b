/** Items and results of a batch, one JSON object each, read in pages: no list of all of them ever exists. */
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { batchOutput } from '../engine/batch-output.ts'
import type { EndedRow, ItemRow } from '../ledger/rows.ts'
import type { BatchOutput, ItemState } from '../pipeline/outcome.ts'
import { compileSelection } from '../pipeline/selection.ts'
import type { InspectedBatch } from './find-batch.ts'

/** Which items are wanted: what is absent does not choose. */
export interface ItemFilter {
  readonly states?: readonly ItemState[] | undefined
  readonly ids?: readonly string[] | undefined
  /** A CEL condition over `{id, state, code, reason, attempts, step, input_bytes, output_bytes, parent, data, metadata}`. */
  readonly where?: string | undefined
  /** How many that match, at most. @default all of them */
  readonly limit?: number | undefined
}

/** Where one item stands, as `millrace items --json` prints it. */
export interface ItemRecord {
  readonly id: string
  readonly state: ItemState
  readonly attempts: number
  /** Why it was skipped or cancelled, or waits for a person. */
  readonly reason: string | null
  /** `CODE: message` of a failed item, and of one in review. */
  readonly error: string | null
  readonly code: string | null
  /** The step that it is at, or at which it ended. */
  readonly step: string | null
  readonly input_bytes: number
  readonly output_bytes: number
  /** When its next try is due. */
  readonly due: string | null
  /** The item that it was split from. */
  readonly parent: string | null
}

/** What one item came to, as `millrace results --json` prints it. */
export interface ResultRecord extends BatchOutput {
  readonly attempts: number
  /** Why it was skipped or cancelled, or waits for a person. */
  readonly reason: string | null
  /** Absolute paths of what was delivered. */
  readonly files: readonly string[]
}

const pageSize = 500

/** In the order of the source. */
export async function* itemsOf(batch: InspectedBatch, filter: ItemFilter = {}): AsyncGenerator<ItemRecord> {
  for await (const row of itemRows(batch, filter)) yield itemRecord(row, batch.row.stepNames)
}

export async function* itemRows(batch: InspectedBatch, { states, ids, where, limit }: ItemFilter): AsyncGenerator<ItemRow> {
  const matches = matcher(where, batch.row.stepNames)
  let left = limit ?? Number.POSITIVE_INFINITY
  let after = 0
  while (left > 0) {
    const rows = await batch.read({
      get: 'items',
      batch: batch.row.batch,
      ...(states && { states }),
      ...(ids && { ids }),
      after,
      limit: pageSize,
    })
    const wanted = rows.filter(matches).slice(0, left)
    yield* wanted
    left -= wanted.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.seq
  }
}

const recorded = ['id', 'state', 'attempts', 'reason', 'error', 'code', 'step', 'input_bytes', 'output_bytes', 'due', 'parent']
const visible = [...recorded, 'data', 'metadata']

function matcher(where: string | undefined, stepNames: readonly string[]): (row: ItemRow) => boolean {
  if (where === undefined) return () => true
  const condition = compileSelection(where, visible)
  const readsInput = condition.names.some((name) => name === 'data' || name === 'metadata')
  return (row) => condition.holds({ ...itemRecord(row, stepNames), ...(readsInput ? inputOf(row) : {}) })
}

function inputOf({ data, metadata }: ItemRow): JsonObject {
  return { data: JSON.parse(data) as Json, metadata: JSON.parse(metadata) as Json } // the ledger keeps JSON text
}

function itemRecord(row: ItemRow, stepNames: readonly string[]): ItemRecord {
  const hasFailed = row.state === 'failed' || row.state === 'review'
  return {
    id: row.id,
    state: row.state,
    attempts: row.attempt,
    reason: row.state === 'failed' ? null : (row.reason ?? null),
    error: hasFailed ? [row.code, row.reason].filter(Boolean).join(': ') : null,
    code: row.code ?? null,
    step: stepNames[row.step] ?? null,
    input_bytes: row.sizeBytes,
    output_bytes: row.outputBytes,
    due: row.due === undefined ? null : new Date(row.due).toISOString(),
    parent: row.parent ?? null,
  }
}

/** Ended items with their results, in the order of their ends. */
export async function* resultsOf(
  batch: InspectedBatch,
  { limit }: { readonly limit?: number | undefined } = {},
): AsyncGenerator<ResultRecord> {
  let left = limit ?? Number.POSITIVE_INFINITY
  let after = 0
  while (left > 0) {
    const rows = await batch.read({ get: 'ended', batch: batch.row.batch, after, limit: pageSize })
    for (const row of rows.slice(0, left)) yield await resultRecord(batch, row)
    left -= rows.length
    const last = rows.at(-1)
    if (last === undefined || rows.length < pageSize) return
    after = last.ended
  }
}

async function resultRecord(batch: InspectedBatch, row: EndedRow): Promise<ResultRecord> {
  const value = row.blob === undefined ? row.value : await batch.read({ get: 'blob', sha256: row.blob })
  const reason = row.state === 'failed' ? null : (row.reason ?? null)
  return { ...batchOutput(row, value), attempts: row.attempt, reason, files: pathsIn(row.files) }
}

function pathsIn(files: string | undefined): readonly string[] {
  const list: unknown = files === undefined ? [] : JSON.parse(files)
  if (!Array.isArray(list)) return []
  return list.flatMap((file) => (isObject(file) && typeof file['path'] === 'string' ? [file['path']] : []))
}
