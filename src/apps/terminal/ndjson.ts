/** Events as one JSON object per line, for programs. Nothing else goes to that stream. */
import type { EventBus } from '../../index.ts'
import type { ProgressView, ViewSetting } from './view.ts'

type Body = Readonly<Record<string, unknown>>

const longestLine = 65_536

/** Progress may be left out by whoever carries the lines on, so it takes no number. */
const droppable: readonly string[] = ['batch:progress']

export function ndjsonView({ stream, clock }: Pick<ViewSetting, 'stream' | 'clock'>): ProgressView {
  const envelope = new Envelope()
  const end = { unsubscribe: () => {} }
  return {
    listen(events: EventBus) {
      end.unsubscribe = events.onAny((type, event) => {
        stream.write(`${envelope.line(type, { ...event }, clock.wall())}\n`)
      })
    },
    start: () => {},
    notice: () => {},
    stop: () => end.unsubscribe(),
  }
}

/** Numbers the lines: `seq` has no gaps. */
export class Envelope {
  #seq = 0

  line(type: string, event: Body, wallMs: number): string {
    const isDroppable = droppable.includes(type)
    if (!isDroppable) this.#seq += 1
    const { batch_id, ...body } = event
    const head = { v: 1, ...(isDroppable ? {} : { seq: this.#seq }), ts: new Date(wallMs).toISOString(), run: batch_id, type }
    const line = JSON.stringify({ ...head, ...body })
    if (Buffer.byteLength(line) <= longestLine) return line
    return JSON.stringify({ ...head, ...shortBody(body), truncated: true })
  }
}

/** Without the item's result, and with long texts cut: `millrace results` has them in full. */
function shortBody(body: Body): Body {
  const short = JSON.stringify(body, (key, value) => {
    if (key === 'result') return undefined
    return typeof value === 'string' && value.length > 2000 ? `${value.slice(0, 2000)}…` : value
  })
  return JSON.parse(short)
}
