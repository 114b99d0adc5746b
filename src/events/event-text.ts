/** Events as JSON text of a bounded size, for whoever is told by a copy. */
import type { BatchEvents, EventName } from './names.ts'

/** Longer ones go without the item's result, and with long texts cut: `millrace results` has them in full. */
export const longestEventChars = 262_144
const longestTextChars = 2_000

export function eventText(event: BatchEvents[EventName]): string {
  const text = JSON.stringify(event)
  if (text.length <= longestEventChars) return text
  const short = JSON.stringify(event, (key, value: unknown) => {
    if (key === 'result') return undefined
    return typeof value === 'string' && value.length > longestTextChars ? `${value.slice(0, longestTextChars)}…` : value
  })
  return `${short.slice(0, -1)},"truncated":true}`
}
