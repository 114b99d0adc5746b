/** One line per item: in the report's lists, and complete in items.jsonl beside it. */
import { isObject } from '../base/json.ts'
import type { EndedRow, ItemRow } from '../ledger/rows.ts'
import type { ItemState } from '../pipeline/outcome.ts'
import { endedOf, itemsIn, type Read } from './fold/pages.ts'

export type ReportItem = ReturnType<typeof endedItem>

/** An ended item, in the words and units of the report. */
export function endedItem(row: EndedRow) {
  return {
    id: row.id,
    state: row.state as ItemState, // one of them
    code: row.code ?? null,
    reason: row.reason ?? null,
    attempts: row.attempt,
    seconds: secondsOf(row.ms),
    input_bytes: row.sizeBytes,
    output_bytes: row.outputBytes,
    outputs: filesOf(row).map((file) => file.path),
  }
}

function openItem(row: ItemRow): ReportItem {
  return {
    id: row.id,
    state: row.state,
    code: row.code ?? null,
    reason: row.reason ?? null,
    attempts: row.attempt,
    seconds: 0,
    input_bytes: row.sizeBytes,
    output_bytes: 0,
    outputs: [],
  }
}

/** The text of items.jsonl in chunks of whole lines: ended items in the order of their ends, then those that are left. */
export async function* itemLines(read: Read, batch: number): AsyncGenerator<string> {
  for await (const page of endedOf(read, batch)) yield linesOf(page.map(endedItem))
  const open = itemsIn(read, batch, ['blocked', 'ready', 'running', 'waiting'])
  for await (const page of open) yield linesOf(page.map(openItem))
}

function linesOf(items: readonly ReportItem[]): string {
  return items.map((item) => `${JSON.stringify(item)}\n`).join('')
}

export interface OutputFile {
  readonly path: string
  readonly sizeBytes: number
}

/** The delivered files of an ended item. */
export function filesOf({ files }: EndedRow): readonly OutputFile[] {
  if (files === undefined) return []
  const value: unknown = JSON.parse(files)
  return Array.isArray(value) ? value.filter(isOutputFile) : []
}

function isOutputFile(value: unknown): value is OutputFile {
  return isObject(value) && typeof value['path'] === 'string' && typeof value['sizeBytes'] === 'number'
}

/** Milliseconds as seconds, to the millisecond. */
export function secondsOf(ms: number): number {
  return Math.round(ms) / 1000
}
