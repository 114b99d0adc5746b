/** Events as one JSON object per line, for programs. Nothing else goes to that stream. */
import type { EventBus } from '../../index.ts'
import type { ProgressView, ViewSetting } from './view.ts'

type Body = Readonly<Record<string, unknown>>

const longestLine = 65_536

/** Progress may be left out by whoever carries the lines on, so it takes no number. */
const droppable: readonly string[] = ['batch:progress']

export function ndjsonView({ stream, clock }: Pick<ViewSetting, 'stream' | 'clock'>): ProgressView {
  const envelope = new Envelope()
  const lines = new BoundedLines(stream)
  const end = { unsubscribe: () => {} }
  return {
    listen(events: EventBus) {
      end.unsubscribe = events.onAny((type, event) => {
        const line = envelope.line(type, { ...event }, clock.wall())
        lines.write(line, { run: event.batch_id, wallMs: clock.wall(), counts: !droppable.includes(type) })
      })
    },
    start: () => {},
    notice: () => {},
    stop: () => {
      end.unsubscribe()
      lines.end()
    },
  }
}

interface LineFacts {
  readonly run: string
  readonly wallMs: number
  /** It has a number, and is missed when it is left out. */
  readonly counts: boolean
}

/** What waits for a slow reader is held in memory up to here. */
const mostWaitingBytes = 16 * 2 ** 20

/** Lines for a reader that may be slow, or never read: what it cannot take is left out, and how much that was is told. */
class BoundedLines {
  readonly #stream: Pick<ViewSetting, 'stream'>['stream']
  #dropped = 0
  #newest: LineFacts | undefined

  constructor(stream: Pick<ViewSetting, 'stream'>['stream']) {
    this.#stream = stream
  }

  write(line: string, facts: LineFacts): void {
    this.#newest = facts
    if ((this.#stream.writableLength ?? 0) > mostWaitingBytes) {
      if (facts.counts) this.#dropped += 1
      return
    }
    this.end()
    this.#stream.write(`${line}\n`)
  }

  /** Tells what was left out since it was told last. */
  end(): void {
    if (this.#dropped === 0 || this.#newest === undefined) return
    const { run, wallMs } = this.#newest
    const told = { v: 1, ts: new Date(wallMs).toISOString(), run, type: 'dropped', count: this.#dropped }
    this.#stream.write(`${JSON.stringify(told)}\n`)
    this.#dropped = 0
  }
}

/** Numbers the events: `seq` has no gaps but for what a `dropped` line counts. */
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
