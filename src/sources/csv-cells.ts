/** Records of CSV as cells, by the library, many at a time. */
import { CsvError, parse } from 'csv-parse/sync'

/** The cells of each text; a fault in its place where the text is no valid record. */
export function cellsOf(texts: readonly string[], delimiter: string): readonly (readonly string[] | CsvFault)[] {
  const together = parsed(texts.join('\n'), delimiter)
  if (Array.isArray(together) && together.length === texts.length) return together
  // One of them is broken, or two run together: each by itself.
  return texts.map((text) => {
    const alone = parsed(text, delimiter)
    return Array.isArray(alone) ? (alone[0] ?? ['']) : alone
  })
}

export interface CsvFault {
  readonly fault: string
}

export function isWholeRecord(text: string, delimiter: string): boolean {
  const records = parsed(text, delimiter)
  return Array.isArray(records) && records.length === 1
}

function parsed(text: string, delimiter: string): string[][] | CsvFault {
  try {
    return parse(text, { delimiter, record_delimiter: '\n', relax_column_count: true })
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    return { fault: faults[thrown.code] ?? thrown.message }
  }
}

const faults: Readonly<Record<string, string>> = {
  CSV_INVALID_CLOSING_QUOTE: 'something follows a closing quote',
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a cell that does not begin with one',
}

const delimiters = [',', ';', '\t', '|']

/** The delimiter that the first line has most of; a comma where it has none. */
export function guessDelimiter(firstLine: string): string {
  const bare = firstLine.replace(/"[^"]*"/g, '')
  const counts = delimiters.map((delimiter) => bare.split(delimiter).length - 1)
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}

/** Names of columns, each one once: a second `name` is `name_2`, an empty third one `column_3`. */
export function columnNames(cells: readonly string[]): readonly string[] {
  const taken = new Set<string>()
  return cells.map((cell, index) => {
    const wanted = cell.trim() === '' ? `column_${index + 1}` : cell.trim()
    const name = free(wanted, taken)
    taken.add(name)
    return name
  })
}

function free(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted}_${number}`
    if (!taken.has(name)) return name
  }
}
