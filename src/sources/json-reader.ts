/** Reads a JSON document value by value from a stream of bytes; memory holds one value, never the document. */
import { type Place, UsageError } from '../base/errors.ts'

export interface JsonValueText {
  /** Absent: it was longer than the limit, and is not kept. */
  readonly text: string | undefined
  readonly sizeBytes: number
  readonly place: Place
}

const [quote, backslash, comma, newline, byteOrderMark] = [0x22, 0x5c, 0x2c, 0x0a, 0xef]
const [openBrace, closeBrace, openBracket, closeBracket] = [0x7b, 0x7d, 0x5b, 0x5d]

export class JsonReader {
  #buffer: Buffer = Buffer.alloc(0)
  #at = 0
  /** Offset of the buffer's first byte in the document. */
  #base = 0
  #line = 1
  #lineStart = 0
  readonly #chunks: AsyncIterator<Buffer>
  readonly #file: string

  constructor(chunks: AsyncIterable<Buffer>, file: string) {
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.#file = file
  }

  /** Where the next byte is. Columns count bytes. */
  get place(): Place {
    return { file: this.#file, line: this.#line, column: this.offset - this.#lineStart + 1 }
  }

  get offset(): number {
    return this.#base + this.#at
  }

  /** The next character that is no space; empty at the end. */
  async peek(): Promise<string> {
    for (;;) {
      while (this.#at < this.#buffer.length) {
        const byte = this.#buffer[this.#at] ?? 0
        if (byte === newline) this.#newLine()
        else if (byte === byteOrderMark && this.offset === 0) this.#at += 2
        else if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return String.fromCharCode(byte)
        this.#at++
      }
      if (!(await this.#fill())) return ''
    }
  }

  /** Goes past one of these characters. @throws UsageError `JSON_BROKEN` when another one stands there. */
  async take(...expected: readonly string[]): Promise<string> {
    const found = await this.peek()
    if (!expected.includes(found))
      throw this.fault(`expected ${expected.map((one) => `"${one}"`).join(' or ')}, got ${shown(found)}`)
    this.#at++
    return found
  }

  /** The text from here to the end of the value. Only its brackets and quotes are looked at. */
  async value(longestBytes: number): Promise<JsonValueText> {
    const first = await this.peek()
    const { place, offset } = this
    if (first === '' || ',:]}'.includes(first)) throw this.fault(`expected a value, got ${shown(first)}`)
    const scan: Scan = { depth: 0, isString: false, isEscaped: false, isDone: false }
    const parts: Buffer[] = []
    for (;;) {
      const start = this.#at
      this.#scan(scan)
      if (this.offset - offset <= longestBytes) parts.push(this.#buffer.subarray(start, this.#at))
      else parts.length = 0
      if (scan.isDone || !(await this.#fill())) break
    }
    if (scan.depth > 0 || scan.isString) throw this.fault(`the file ends inside the value that began at line ${place.line}`)
    const sizeBytes = this.offset - offset
    return { text: sizeBytes > longestBytes ? undefined : Buffer.concat(parts).toString(), sizeBytes, place }
  }

  fault(message: string): UsageError {
    const { line, column } = this.place
    return new UsageError('JSON_BROKEN', `Broken JSON: ${message} at line ${line}, column ${column}.`, { place: this.place })
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }

  /** Goes on through what is in memory, to the end of the value or of the buffer. */
  #scan(scan: Scan): void {
    const buffer = this.#buffer
    while (this.#at < buffer.length && !scan.isDone) {
      const byte = buffer[this.#at] ?? 0
      if (byte === newline) this.#newLine()
      if (scan.isString) inString(scan, byte)
      else if (!outside(scan, byte)) return
      this.#at++
    }
  }

  #newLine(): void {
    this.#line++
    this.#lineStart = this.offset + 1
  }

  async #fill(): Promise<boolean> {
    this.#base += this.#buffer.length
    const next = await this.#chunks.next()
    this.#buffer = next.done === true ? Buffer.alloc(0) : next.value
    this.#at = 0
    return next.done !== true
  }
}

/** Where a scan stands inside a value. */
interface Scan {
  depth: number
  isString: boolean
  isEscaped: boolean
  isDone: boolean
}

function inString(scan: Scan, byte: number): void {
  if (scan.isEscaped) scan.isEscaped = false
  else if (byte === backslash) scan.isEscaped = true
  else if (byte === quote) {
    scan.isString = false
    scan.isDone = scan.depth === 0
  }
}

/** False when the byte is behind the value: it ends a number or a word. */
function outside(scan: Scan, byte: number): boolean {
  switch (byte) {
    case quote:
      scan.isString = true
      return true
    case openBrace:
    case openBracket:
      scan.depth++
      return true
    case closeBrace:
    case closeBracket:
    case comma:
    case newline:
    case 0x20:
    case 0x09:
    case 0x0d:
      return closes(scan, byte)
    default:
      return true
  }
}

function closes(scan: Scan, byte: number): boolean {
  if (scan.depth === 0) {
    scan.isDone = true
    return false
  }
  if (byte === closeBrace || byte === closeBracket) scan.depth--
  scan.isDone = scan.depth === 0
  return true
}

function shown(found: string): string {
  return found === '' ? 'the end of the file' : JSON.stringify(found)
}
