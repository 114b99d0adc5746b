/** Rows as aligned columns; names from outside are made harmless. Numbers stand at the right. */
import { columns, fill, safe } from '../terminal/text.ts'

export type Cell = string | number | null

export interface TableSetting {
  readonly head: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

const widestCell = 80

export function tableLines({ head, rows }: TableSetting): readonly string[] {
  const texts = rows.map((row) => row.map((cell) => safe(String(cell ?? '–'), widestCell)))
  const widths = head.map((title, index) => Math.max(columns(title), ...texts.map((row) => columns(row[index] ?? ''))))
  const isNumber = head.map((_title, index) => rows.length > 0 && rows.every((row) => typeof row[index] === 'number'))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, index) => (isNumber[index] ? right(cell, widths[index] ?? 0) : fill(cell, widths[index] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(head), ...texts.map(line)]
}

function right(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - columns(text))) + text
}
