/** What a benchmark has measured, as the last line it prints: bench/run.ts makes the table of it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface BenchRow {
  readonly what: string
  readonly value: number
  readonly unit: string
  /** `≥ 2.5`, `≤ 250`: absent for a peer or a floor, which has none. */
  readonly goal?: string
}

/** Prints the rows for bench/run.ts. */
export function printRows(rows: readonly BenchRow[]): void {
  process.stdout.write(`${JSON.stringify({ rows: rows.map((row) => ({ ...row, value: rounded(row.value) })) })}\n`)
}

/** Three digits that say something. */
function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

/** Does a row keep its goal? Rows without one do. */
export function isMet({ value, goal }: BenchRow): boolean {
  const [, sign, limit] = /^([≥≤]) ([\d.]+)$/.exec(goal ?? '') ?? []
  if (limit === undefined) return true
  return sign === '≥' ? value >= Number(limit) : value <= Number(limit)
}

/** Gives `work` a folder of its own and removes it. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN
}
