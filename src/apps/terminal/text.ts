/** Text that fits: measured in terminal columns, not in characters. */
import { createRequire } from 'node:module'
import { plainText } from '../../base/format.ts'

const require = createRequire(import.meta.url)

/** Made once it is needed: it takes its time. */
let segmenter: Intl.Segmenter | undefined

const plainAscii = /^[ -~]*$/

/** Columns that `text` takes; colours take none. */
export function columns(text: string): number {
  if (plainAscii.test(text)) return text.length
  // Loaded when it is needed: the tables of Unicode cost every start a twentieth of a second.
  const { default: stringWidth } = require('string-width') as typeof import('string-width')
  return stringWidth(text)
}

/** `text` in at most `width` columns: the middle gives way to `…`, since names differ at both ends. */
export function shorten(text: string, width: number): string {
  if (columns(text) <= width) return text
  if (width <= 1) return width === 1 ? '…' : ''
  segmenter ??= new Intl.Segmenter()
  const parts = [...segmenter.segment(text)].map(({ segment }) => segment)
  const head = take(parts, Math.ceil((width - 1) / 2))
  const tail = take(parts.toReversed(), width - 1 - columns(head.join('')))
  return `${head.join('')}…${tail.toReversed().join('')}`
}

/** A name or message from outside: made harmless, then shortened. */
export function safe(text: string, width = 200): string {
  return shorten(plainText(text), width)
}

/** `text`, filled with blanks on the right up to `width` columns. */
export function fill(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

/** `left` at the left edge and `right` at the right one; `right` gives way where both do not fit. */
export function edges(left: string, right: string, width: number): string {
  const gap = width - columns(left) - columns(right)
  return gap < 1 ? left : `${left}${' '.repeat(gap)}${right}`
}

/** As many of the parts as fit, from the first on; a part that does not fit is left out as a whole. */
export function joinFitting(parts: readonly string[], separator: string, width: number): string {
  const [first = '', ...rest] = parts
  return rest.reduce((line, part) => (columns(line + separator + part) <= width ? line + separator + part : line), first)
}

function take(parts: readonly string[], width: number): readonly string[] {
  const taken: string[] = []
  let used = 0
  for (const part of parts) {
    used += columns(part)
    if (used > width) break
    taken.push(part)
  }
  return taken
}
