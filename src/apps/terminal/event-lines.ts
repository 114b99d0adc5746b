/** Events as lines for people: one line each, names and messages made harmless. */

import { formatDuration } from '../../base/format.ts'
import { safe } from './text.ts'
import type { AfterTry, ItemEnd, ItemRetry } from './view.ts'

/** `[3/41] Converted: a.avif (12K → 80K)` */
export function itemLine(event: ItemEnd): string {
  return `[${event.completed}/${event.total}] ${endWord(event)}: ${safe(event.item.id)}${endDetail(event)}`
}

/** `Retry 1/3: a.avif`: counts repeats, not tries. */
export function retryLine({ item, attempt, attempts, failure }: ItemRetry): string {
  return `Retry ${attempt}/${attempts - 1}: ${safe(item.id)} (${safe(failure.message)})`
}

/** What was done once behind the items: `after the items: push succeeded (1.2 s)`. */
export function afterLine({ step, attempt, outcome, ms, failure }: AfterTry): string {
  const said = failure === undefined ? formatDuration(ms) : `${safe(failure.message, 400)} [${safe(failure.code, 40)}]`
  return `after the items: ${safe(step, 80)} ${outcome === 'retry' ? `failed, try ${attempt}` : outcome} (${said})`
}

/** What, where, how to fix it. */
export function failureLine({ item, failure, reason }: ItemEnd): string {
  const message = failure?.message ?? reason ?? 'failed'
  const code = failure === undefined ? '' : ` [${safe(failure.code, 40)}]`
  const fix = failure?.fix === undefined ? '' : ` → ${safe(failure.fix)}`
  return `✗ ${safe(item.id, 120)}: ${safe(message, 400)}${code}${fix}`
}

const endWords = { failed: 'Failed', skipped: 'Skipped', cancelled: 'Cancelled', review: 'In review' } as const

function endWord(event: ItemEnd): string {
  if (event.state !== 'succeeded') return endWords[event.state]
  if (event.reused) return 'Reused'
  if (event.output_bytes === 0) return 'Done'
  return changesFormat(event) ? 'Converted' : 'Written'
}

/** What was made says that it lies at a path with another extension than the item's. */
function changesFormat({ item, output }: ItemEnd): boolean {
  const { result } = output
  if (typeof result !== 'object' || result === null || !('path' in result)) return false
  return extension(String(result.path)) !== extension(item.path ?? item.id)
}

function extension(path: string): string {
  return /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase() ?? ''
}

function endDetail(event: ItemEnd): string {
  const why = event.failure?.message ?? event.reason
  if (event.state !== 'succeeded') return why === undefined ? '' : ` (${safe(why)})`
  return event.output_bytes > 0 ? ` (${shortBytes(event.input_bytes)} → ${shortBytes(event.output_bytes)})` : ''
}

/** `12K`, `1.3M`: powers of 1,024, rounded up, as `numfmt --to=iec` and `ls -h` write them. */
export function shortBytes(bytes: number): string {
  const units = ['', 'K', 'M', 'G', 'T', 'P']
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  const rounded = power > 0 && value < 9.9 ? Math.ceil(value * 10) / 10 : Math.ceil(value)
  if (rounded >= 1024 && power < units.length - 1) return `1.0${units[power + 1]}`
  return `${power > 0 && rounded < 10 ? rounded.toFixed(1) : rounded}${units[power]}`
}
