/** Texts cut into parts: by lines, or by an estimate of tokens. */
import { type TokenPiece, tokenPieces } from '../../pipeline/token-count.ts'
import { type ChunkSize, chunks } from './chunks.ts'

const lineEnd = /\r\n|\r|\n/

/** Lines without their ends; those of one part are joined by "\n". Of single lines, blank ones are left out. */
export function lineParts(text: string, size: ChunkSize): readonly string[] {
  const lines = text.split(lineEnd)
  // A text that ends with a line end has no further line behind it.
  if (lines.at(-1) === '') lines.pop()
  if (size.size === 1) return lines.filter((line) => line.trim() !== '')
  return chunks(lines, size).map((part) => part.join('\n'))
}

/** Parts of at most `size` tokens, cut between words; a new part begins with the last `overlap` tokens of the one before. */
export function tokenParts(text: string, { size, overlap }: ChunkSize): readonly string[] {
  const parts: string[] = []
  let part: TokenPiece[] = []
  let tokens = 0
  let fresh = 0
  for (const piece of tokenPieces(text)) {
    if (fresh > 0 && tokens + piece.tokens > size) {
      parts.push(joined(part))
      part = lastTokens(part, Math.min(overlap, size - piece.tokens))
      tokens = sum(part)
      fresh = 0
    }
    part.push(piece)
    tokens += piece.tokens
    fresh += 1
  }
  if (fresh > 0) parts.push(joined(part))
  return parts.filter((one) => one.trim() !== '')
}

function lastTokens(pieces: readonly TokenPiece[], most: number): TokenPiece[] {
  let tokens = 0
  const first = pieces.findLastIndex((piece) => {
    tokens += piece.tokens
    return tokens > most
  })
  return pieces.slice(first + 1)
}

function joined(pieces: readonly TokenPiece[]): string {
  return pieces.map(({ text }) => text).join('')
}

function sum(pieces: readonly TokenPiece[]): number {
  return pieces.reduce((total, { tokens }) => total + tokens, 0)
}
