/** Rows of data as lines of CSV (RFC 4180, ended by a newline). */
import { parse } from 'csv-parse/sync'
import { isObject, type Json } from '../base/json.ts'

export interface Table {
  readonly columns: readonly string[]
  /** A last column `extra` takes the fields that are in no other one, as one JSON object. */
  readonly hasExtra: boolean
}

const extra = 'extra'
/** A spreadsheet would run a cell that begins so as a formula. */
const formula = /^'*[=+\-@\t\r]/

/** The table that a first row makes: its fields. Without any, only `extra` is left to hold something. */
export function tableFor(row: Json): Table {
  const columns = isObject(row) ? Object.keys(row).filter((key) => key !== extra) : ['result']
  return { columns, hasExtra: columns.length === 0 }
}

/** True when the row has a field that is no column. */
export function needsExtra(row: Json, { columns }: Table): boolean {
  const known = new Set(columns)
  return Object.keys(fieldsOf(row)).some((key) => !known.has(key))
}

/** The table that the first line of a file tells. */
export function tableOf(head: string): Table | undefined {
  const [cells] = parse(head, { to: 1, relax_column_count: true })
  if (cells === undefined) return undefined
  const names = cells.map((cell) => (/^''*[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell))
  return names.at(-1) === extra ? { columns: names.slice(0, -1), hasExtra: true } : { columns: names, hasExtra: false }
}

export function headLine({ columns, hasExtra }: Table): string {
  return csvLine([...columns, ...(hasExtra ? [extra] : [])].map(textCell))
}

export function rowLine(row: Json, { columns, hasExtra }: Table): string {
  const fields = fieldsOf(row)
  const cells = columns.map((column) => cell(Object.hasOwn(fields, column) ? fields[column] : null))
  if (!hasExtra) return csvLine(cells)
  // As the row is written while there is no `extra` yet.
  if (cells.length === 1 && cells[0] === '') cells[0] = '""'
  const known = new Set(columns)
  const others = Object.entries(fields).filter(([key]) => !known.has(key))
  return csvLine([...cells, others.length === 0 ? '' : quoted(JSON.stringify(Object.fromEntries(others)))])
}

function fieldsOf(row: Json): Readonly<Record<string, Json>> {
  return isObject(row) ? (row as Record<string, Json>) : { result: row } // a row is JSON
}

/** Numbers stay numbers; text that could run as a formula gets a `'` in front; objects are JSON. */
function cell(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return textCell(value)
  return typeof value === 'object' ? quoted(JSON.stringify(value)) : String(value)
}

function textCell(text: string): string {
  return quoted(formula.test(text) ? `'${text}` : text)
}

function quoted(text: string): string {
  return /[",\n\r]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function csvLine(cells: readonly string[]): string {
  // A line without any character would read as no line at all.
  return `${cells.length === 1 && cells[0] === '' ? '""' : cells.join(',')}\n`
}
