/** CSV with a header: every row is an object of texts. A broken row is a failed item with its number. */
import path from 'node:path'
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { type CsvFault, cellsOf, columnNames, guessDelimiter, isWholeRecord } from './csv-cells.ts'
import { type CsvRecord, csvRecords } from './csv-records.ts'
import { defineSource } from './define-source.ts'
import { requireFile } from './missing-path.ts'
import { readChunks, refuseUtf16 } from './read-chunks.ts'
import { brokenRow, type RowRules, rowEntry } from './row.ts'
import { rowOptions, rowRules } from './row-options.ts'
import type { SourceEntry } from './source.ts'

const options = z.strictObject({
  path: z.string().min(1).describe('The file, UTF-8.'),
  delimiter: z
    .string()
    .regex(/^[^"\r\n]$/, 'expected one character that is no quote')
    .optional()
    .describe('What is between two cells. @default , ; tab or |, whichever the first line has most of'),
  ...rowOptions,
})

export type CsvOptions = z.infer<typeof options>

export const csvSource = defineSource<CsvOptions>({
  type: 'csv',
  options,
  async open(given, { folder }) {
    const file = path.resolve(folder, given.path)
    await requireFile(file)
    await refuseUtf16(file)
    const rules = await rowRules(given, folder)
    const delimiter = given.delimiter ?? (await sniff(file))
    const columns = await header(file, delimiter)
    return {
      envelope: {},
      fields: columns,
      ...(given.depends_on === undefined ? {} : { hasOrder: true }),
      read: (skip, signal) => entries({ file, delimiter, columns, rules }, skip, signal),
      close: async () => undefined,
    }
  },
})

interface Reading {
  readonly file: string
  readonly delimiter: string
  readonly columns: readonly string[]
  readonly rules: RowRules
}

const rowsAtOnce = 512

async function* entries(reading: Reading, skip: number, signal: AbortSignal): AsyncGenerator<SourceEntry> {
  let left = skip + 1 // the header
  let block: CsvRecord[] = []
  for await (const record of recordsOf(reading, signal)) {
    if (left > 0) left--
    else block.push(record)
    if (block.length < rowsAtOnce) continue
    yield* blockEntries(block, reading)
    block = []
  }
  yield* blockEntries(block, reading)
}

function* blockEntries(block: readonly CsvRecord[], reading: Reading): Generator<SourceEntry> {
  const texts = block.flatMap(({ content }) => ('text' in content ? [content.text] : []))
  const cells = cellsOf(texts, reading.delimiter).values()
  for (const record of block) {
    if ('broken' in record.content) yield record.content.broken
    else yield entryOf(record, cells.next().value ?? [], reading)
  }
}

function entryOf(
  { number, sizeBytes, content }: CsvRecord,
  cells: readonly string[] | CsvFault,
  { columns, rules }: Reading,
): SourceEntry {
  const raw = 'text' in content ? content.text : ''
  if ('fault' in cells) return brokenRow({ number, code: 'CSV_QUOTE', message: cells.fault, sizeBytes, raw })
  if (cells.length !== columns.length) {
    const message = `expected ${columns.length} cells, as the header has, got ${cells.length}`
    return brokenRow({ number, code: 'CSV_COLUMNS', message, sizeBytes, raw })
  }
  // `fromEntries` makes own fields of every name, `__proto__` too.
  const value = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']))
  return rowEntry({ number, value, sizeBytes }, rules)
}

function recordsOf({ file, delimiter }: Pick<Reading, 'file' | 'delimiter'>, signal: AbortSignal): AsyncGenerator<CsvRecord> {
  return csvRecords(readChunks(file, signal), (text) => isWholeRecord(text, delimiter))
}

async function sniff(file: string): Promise<string> {
  const first = await firstRecord(file, ',')
  return guessDelimiter(first !== undefined && 'text' in first.content ? first.content.text : '')
}

async function header(file: string, delimiter: string): Promise<readonly string[]> {
  const first = await firstRecord(file, delimiter)
  if (first === undefined) return []
  const cells = 'text' in first.content ? cellsOf([first.content.text], delimiter)[0] : { fault: first.content.broken.message }
  if (cells !== undefined && !('fault' in cells)) return columnNames(cells)
  throw new UsageError('CSV_HEADER', `Expected the names of the columns in the first row, got a broken row: ${cells?.fault}.`, {
    place: { file, line: first.number },
  })
}

async function firstRecord(file: string, delimiter: string): Promise<CsvRecord | undefined> {
  for await (const record of recordsOf({ file, delimiter }, new AbortController().signal)) return record
  return undefined
}
