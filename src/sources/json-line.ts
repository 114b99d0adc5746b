/** One line of JSON Lines as an entry. */
import { isUtf8 } from 'node:buffer'
import { readJson } from './json-text.ts'
import type { Line } from './lines.ts'
import { brokenRow, type RowRules, rowEntry } from './row.ts'
import type { BrokenEntry, SourceEntry } from './source.ts'

/** The longest line or row that becomes an item. */
export const longestRowBytes = 16 * 1024 * 1024

export function jsonLineEntry({ number, sizeBytes }: Line, text: string, rules: RowRules): SourceEntry {
  const reading = readJson(text)
  if ('value' in reading) return rowEntry({ number, value: reading.value, sizeBytes }, rules)
  const { code, message, offset } = reading.fault
  return brokenRow({ number, code, message: `${message} at column ${offset + 1}`, sizeBytes, raw: text })
}

/** The text of a line without carriage return and byte order mark, or why it is none. */
export function lineText({ number, bytes, sizeBytes }: Line): string | BrokenEntry {
  if (bytes === undefined) {
    const message = `longer than ${longestRowBytes / 1024 / 1024} MiB (${sizeBytes} bytes)`
    return brokenRow({ number, code: 'ROW_TOO_LONG', message, sizeBytes, raw: `${sizeBytes} bytes` })
  }
  if (!isUtf8(bytes)) return brokenRow({ number, code: 'NOT_UTF8', message: 'not valid UTF-8', sizeBytes, raw: bytes })
  const text = bytes.toString()
  const start = number === 1 && text.startsWith('\ufeff') ? 1 : 0
  return text.slice(start, text.endsWith('\r') ? -1 : undefined)
}
