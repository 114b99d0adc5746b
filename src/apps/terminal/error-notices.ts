/** Which failures get a line: the first three of each class, then the 10th, the 100th … The log has all of them. */
import { formatCount } from '../../base/format.ts'
import { failureLine } from './event-lines.ts'
import { safe } from './text.ts'
import type { ItemEnd } from './view.ts'

const shownInFull = 3

export class ErrorNotices {
  readonly #seen = new Map<string, number>()

  /** The line for this end, or nothing. */
  next(event: ItemEnd): string | undefined {
    if (event.state !== 'failed') return undefined
    const code = event.failure?.code ?? 'FAILED'
    const count = (this.#seen.get(code) ?? 0) + 1
    this.#seen.set(code, count)
    if (count <= shownInFull) return failureLine(event)
    if (!isPowerOfTen(count)) return undefined
    return `✗ ${safe(code, 40)}: ${formatCount(count)} so far, the last is ${safe(event.item.id, 120)}`
  }
}

function isPowerOfTen(count: number): boolean {
  return count >= 10 && Number.isInteger(Math.log10(count))
}
