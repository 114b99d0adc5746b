/**
 * CSV with one line per row, in the order items end. The columns are `columns`, or the fields of the first row; with
 * the latter, a last column `extra` takes fields that only other rows have, as JSON. The file grows at its final path
 * while the batch runs: who reads it meanwhile sees the lines so far, the last of which may be incomplete.
 */
import * as z from 'zod'
import type { Json } from '../base/json.ts'
import { headLine, rowLine, type Table, tableFor, tableOf } from './csv-table.ts'
import { defineSink } from './define-sink.ts'
import { type DocumentKind, openDocument } from './document.ts'
import { readHead } from './document-file.ts'
import { chosenRows, rowOptions } from './row-choice.ts'
import type { Projection, ProjectionPlace } from './sink.ts'

const options = z.strictObject({
  ...rowOptions,
  columns: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Only these fields, in this order. @default the fields of the first row, and `extra` for others'),
})

export type CsvSinkOptions = z.infer<typeof options>

export const csvSink = defineSink<CsvSinkOptions>({ type: 'csv', form: 'projection', options, open: openCsv })

const kind: DocumentKind = { fileName: 'results.csv', while: 'open' }
const recordTable: Table = { columns: ['id', 'success', 'state', 'result', 'error', 'metrics'], hasExtra: false }

async function openCsv(given: CsvSinkOptions, place: ProjectionPlace): Promise<Projection> {
  const document = await openDocument(place, kind)
  const isContinued = document.offset > 0
  let table = isContinued ? tableOf(await readHead(place, kind)) : undefined
  const textOf = (rows: readonly Json[]) => {
    const [first] = rows
    if (first === undefined) return ''
    const head = table === undefined
    table ??= firstTable(given, first)
    const known = table
    return (head ? headLine(known) : '') + rows.map((row) => rowLine(row, known)).join('')
  }
  return {
    append: (outputs) => document.append(textOf(chosenRows(outputs, given.rows))),
    finish: async () => {
      // Without a single row, the head still says what the columns would be.
      if (document.offset === 0 && given.columns !== undefined) await document.append(headLine(firstTable(given, null)))
      return document.finish()
    },
    close: () => document.close(),
  }
}

function firstTable({ columns, rows }: CsvSinkOptions, first: Json): Table {
  if (columns !== undefined) return { columns, hasExtra: false }
  return rows === 'record' ? recordTable : tableFor(first)
}
