/**
 * Cuts CSV into records. A record ends with its line unless a quote is still open; a quote that never closes spoils
 * its own line only, and reading goes on with the next one.
 */
import { lineText, longestRowBytes } from './json-line.ts'
import { type Line, lines } from './lines.ts'
import { brokenRow } from './row.ts'
import type { BrokenEntry } from './source.ts'

export interface CsvRecord {
  /** Counted from 1, the header and blank rows included: what a spreadsheet shows. */
  readonly number: number
  readonly sizeBytes: number
  readonly content: { readonly text: string } | { readonly broken: BrokenEntry }
}

/** A cell with more text than this has most likely lost its closing quote. */
const longestOpenBytes = 1024 * 1024
const quote = 0x22

/** @param isWhole whether a text of several lines is one valid record */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, isWhole: (text: string) => boolean): AsyncGenerator<CsvRecord> {
  const joiner = new Joiner(isWhole)
  for await (const line of lines(chunks, { longestBytes: longestRowBytes })) {
    joiner.add(line)
    yield* joiner.records(false)
  }
  yield* joiner.records(true)
}

class Joiner {
  #lines: Line[] = []
  /** How many lines were looked at, whether a quote is open behind them, and their length. */
  #seen = { lines: 0, isOpen: false, bytes: 0 }
  #number = 0
  readonly #isWhole: (text: string) => boolean

  constructor(isWhole: (text: string) => boolean) {
    this.#isWhole = isWhole
  }

  add(line: Line): void {
    this.#lines.push(line)
  }

  *records(isEnd: boolean): Generator<CsvRecord> {
    while (this.#lines.length > 0) {
      const count = this.#closedAt()
      if (count === undefined && !isEnd && this.#seen.bytes < longestOpenBytes) return
      this.#number++
      const record = count === undefined ? this.#takeUnclosed() : this.#take(count)
      if (record !== undefined) yield record
    }
  }

  /** The number of lines after which no quote is open. */
  #closedAt(): number | undefined {
    for (let at = this.#seen.lines; at < this.#lines.length; at++) {
      const line = this.#lines[at]
      const isOpen = this.#seen.isOpen !== hasOddQuotes(line?.bytes)
      this.#seen = { lines: at + 1, isOpen, bytes: this.#seen.bytes + (line?.sizeBytes ?? 0) }
      if (!isOpen) return at + 1
    }
    return undefined
  }

  #take(count: number): CsvRecord | undefined {
    const [first] = this.#lines
    if (count === 1 && first !== undefined) return this.#record(first, 1)
    const joined = this.#lines.slice(0, count)
    const bytes = Buffer.concat(joined.flatMap(({ bytes = Buffer.alloc(0) }, at) => (at === 0 ? [bytes] : [newline, bytes])))
    const record = this.#record({ number: joined[0]?.number ?? 0, bytes, sizeBytes: bytes.length }, count)
    if (record === undefined || 'broken' in record.content || this.#isWhole(record.content.text)) return record
    this.#lines.unshift(...joined)
    return this.#takeUnclosed()
  }

  #takeUnclosed(): CsvRecord | undefined {
    const [line] = this.#lines
    if (line === undefined) return undefined
    const record = this.#record(line, 1)
    if (record === undefined || 'broken' in record.content) return record
    const { number, sizeBytes } = record
    const message = 'a quote is opened or closed in the wrong place'
    const broken = brokenRow({ number, code: 'CSV_QUOTE', message, sizeBytes, raw: record.content.text })
    return { number, sizeBytes, content: { broken } }
  }

  /** Nothing for a blank line. */
  #record(line: Line, count: number): CsvRecord | undefined {
    this.#lines.splice(0, count)
    this.#seen = { lines: 0, isOpen: false, bytes: 0 }
    const number = this.#number
    const text = lineText({ ...line, number })
    const { sizeBytes } = line
    if (typeof text === 'object') return { number, sizeBytes, content: { broken: text } }
    return text.trim() === '' ? undefined : { number, sizeBytes, content: { text } }
  }
}

const newline = Buffer.from('\n')

function hasOddQuotes(bytes: Buffer | undefined): boolean {
  if (bytes === undefined) return false
  let isOdd = false
  for (let at = bytes.indexOf(quote); at >= 0; at = bytes.indexOf(quote, at + 1)) isOdd = !isOdd
  return isOdd
}
