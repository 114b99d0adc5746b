/** Cuts a stream of bytes at one byte (a newline, or NUL), holding no more than one piece in memory. */

export interface Line {
  /** Counted from 1. */
  readonly number: number
  /** Without its end. Absent: it was longer than the limit, and is not kept. */
  readonly bytes: Buffer | undefined
  readonly sizeBytes: number
}

export interface LineRules {
  /** The byte that ends a piece. @default newline */
  readonly separator?: number
  readonly longestBytes: number
}

export async function* lines(chunks: AsyncIterable<Buffer>, rules: LineRules): AsyncGenerator<Line> {
  const separator = rules.separator ?? 0x0a
  const piece = new Piece(rules.longestBytes)
  let number = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(separator); end >= 0; end = chunk.indexOf(separator, start)) {
      piece.add(chunk.subarray(start, end))
      number++
      yield { number, ...piece.take() }
      start = end + 1
    }
    piece.add(chunk.subarray(start))
  }
  if (piece.sizeBytes > 0) yield { number: number + 1, ...piece.take() }
}

/** What was read of a line so far; the bytes of one that is too long are dropped, and only counted. */
class Piece {
  sizeBytes = 0
  #parts: Buffer[] = []
  readonly #longestBytes: number

  constructor(longestBytes: number) {
    this.#longestBytes = longestBytes
  }

  add(part: Buffer): void {
    this.sizeBytes += part.length
    if (this.sizeBytes > this.#longestBytes) this.#parts = []
    else if (part.length > 0) this.#parts.push(part)
  }

  take(): Omit<Line, 'number'> {
    const sizeBytes = this.sizeBytes
    const [first = Buffer.alloc(0), ...more] = this.#parts
    const bytes = more.length === 0 ? first : Buffer.concat(this.#parts)
    this.sizeBytes = 0
    this.#parts = []
    return sizeBytes > this.#longestBytes ? { bytes: undefined, sizeBytes } : { bytes, sizeBytes }
  }
}
