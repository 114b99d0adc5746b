/**
 * CSV with one line per row, in the order items end. The columns are `columns`, or the fields of the first row; with
 * the latter, a last column `extra` takes fields that only other rows have, as JSON, once there are any. The file grows at
 * its final path while the batch runs: who reads it meanwhile sees the lines so far, the last of which may be incomplete.
 */
import * as z from 'zod'
import type { Json } from '../base/json.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import { headLine, needsExtra, rowLine, type Table, tableFor, tableOf } from './csv-table.ts'
import { settleWidening, takePlace, widen } from './csv-widen.ts'
import { defineSink } from './define-sink.ts'
import { type Document, type DocumentKind, openDocument } from './document.ts'
import { documentPath, readHead } from './document-file.ts'
import { chosenRows, rowOptions } from './row-choice.ts'
import type { Projection, ProjectionPlace } from './sink.ts'

const options = z.strictObject({
  ...rowOptions,
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Only these fields, in this order. @default the fields of the first row, and `extra` where others have more'),
})

export type CsvSinkOptions = z.infer<typeof options>

export const csvSink = defineSink<CsvSinkOptions>({ type: 'csv', form: 'projection', options, open: openCsv })

const kind: DocumentKind = { fileName: 'results.csv', while: 'open' }
const recordTable: Table = { columns: ['id', 'success', 'state', 'result', 'error', 'metrics'], hasExtra: false }

async function openCsv(given: CsvSinkOptions, place: ProjectionPlace): Promise<Projection> {
  if (place.path === '-') return new CsvDocument({ given, place, file: '-' }, await openDocument(place, kind), undefined)
  const file = await documentPath(place.path, kind)
  await settleWidening(file, place.offset)
  const document = await openDocument(place, kind)
  const table = document.offset > 0 ? tableOf(await readHead(place, kind)) : undefined
  return new CsvDocument({ given, place, file }, document, table)
}

interface CsvSetting {
  readonly given: CsvSinkOptions
  readonly place: ProjectionPlace
  /** Its final path; `-` for standard output. */
  readonly file: string
}

class CsvDocument implements Projection {
  readonly #setting: CsvSetting
  #document: Document
  #table: Table | undefined
  /** A wider file is written; it takes its place once its length is committed. */
  #isWidened = false

  constructor(setting: CsvSetting, document: Document, table: Table | undefined) {
    this.#setting = setting
    this.#document = document
    this.#table = table
  }

  async append(outputs: readonly BatchOutput[]): Promise<number> {
    await this.#settle()
    const rows = chosenRows(outputs, this.#setting.given.rows)
    const [first] = rows
    if (first === undefined) return this.#document.offset
    const before = this.#table
    const table = this.#tableFor(rows, before ?? this.#firstTable(first))
    if (before?.hasExtra === false && table.hasExtra) await this.#widen(table)
    this.#table = table
    const head = before === undefined ? headLine(table) : ''
    return this.#document.append(head + rows.map((row) => rowLine(row, table)).join(''))
  }

  async finish(): Promise<string | undefined> {
    const { given, file } = this.#setting
    await this.#settle()
    // Without a single row, the head still says what the columns would be.
    const isEmpty = this.#document.offset === 0 && given.columns !== undefined
    if (isEmpty) await this.#document.append(headLine(this.#firstTable(null)))
    const path = await this.#document.finish()
    return path === undefined ? undefined : file
  }

  close(): Promise<void> {
    return this.#document.close()
  }

  #firstTable(first: Json): Table {
    const { columns, rows } = this.#setting.given
    if (columns !== undefined) return { columns, hasExtra: false }
    if (rows === 'record') return recordTable
    // What has been printed cannot be printed again with one more column.
    return this.#setting.file === '-' ? { ...tableFor(first), hasExtra: true } : tableFor(first)
  }

  #tableFor(rows: readonly Json[], table: Table): Table {
    const { columns, rows: choice } = this.#setting.given
    if (table.hasExtra || columns !== undefined || choice === 'record') return table
    return { ...table, hasExtra: rows.some((row) => needsExtra(row, table)) }
  }

  async #widen(table: Table): Promise<void> {
    const { place, file } = this.#setting
    const { path, offset } = await widen({ file, head: headLine(table), bytes: this.#document.offset })
    await this.#document.close()
    this.#document = await openDocument({ ...place, path, offset }, kind)
    this.#isWidened = true
  }

  async #settle(): Promise<void> {
    if (!this.#isWidened) return
    await takePlace(this.#setting.file)
    this.#isWidened = false
  }
}
