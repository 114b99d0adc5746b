/** Progress as lines that stand for themselves: for files, continuous integration, screen readers and agents. */
import { formatCount, plural, threeFigures } from '../../base/format.ts'
import type { Batch, BatchStatus, EventBus } from '../../index.ts'
import { ErrorNotices } from './error-notices.ts'
import { afterLine, itemLine, retryLine } from './event-lines.ts'
import { endedCount, etaText } from './layout.ts'
import { type PlainKind, PlainSchedule } from './plain-schedule.ts'
import { safe } from './text.ts'
import type { ItemEnd, ProgressView, StatusNow, ViewSetting } from './view.ts'

export function plainView(kind: PlainKind, setting: ViewSetting): ProgressView {
  return new PlainView(kind, setting)
}

class PlainView implements ProgressView {
  readonly #kind: PlainKind
  readonly #setting: ViewSetting
  readonly #notices = new ErrorNotices()
  readonly #stopped = new AbortController()
  #subscriptions: (() => void)[] = []
  /** Unknown until the batch has started. */
  #isWatch: boolean | undefined
  readonly #early: ItemEnd[] = []

  constructor(kind: PlainKind, setting: ViewSetting) {
    this.#kind = kind
    this.#setting = setting
  }

  listen(events: EventBus): void {
    this.#subscriptions = [
      events.on('batch:item:end', (event) => this.#itemEnded(event)),
      events.on('batch:warning', ({ message }) => this.#say(`warning: ${safe(message, 400)}`)),
      events.on('batch:log', ({ text }) => this.#say(safe(text, 400))),
      events.on('batch:retry', (event) => {
        if (this.#setting.verbose) this.#say(retryLine(event))
      }),
      events.on('batch:after', (event) => {
        if (this.#kind !== 'agent') this.#say(afterLine(event))
      }),
    ]
  }

  start(batch: Pick<Batch, 'id' | 'status'>): void {
    const status = batch.status()
    this.#isWatch = status.watching
    this.#stamp(startText(status))
    for (const event of this.#early.splice(0)) this.#itemEnded(event)
    void this.#watch(() => batch.status())
  }

  notice(text: string): void {
    this.#say(text)
  }

  stop(): void {
    this.#stopped.abort()
    for (const unsubscribe of this.#subscriptions) unsubscribe()
  }

  async #watch(statusNow: StatusNow): Promise<void> {
    const { clock } = this.#setting
    const schedule = new PlainSchedule(this.#kind)
    const startedAt = clock.now()
    for (;;) {
      await clock.sleep(1000, this.#stopped.signal)
      if (this.#stopped.signal.aborted) return
      const status = statusNow()
      // Who watches has nothing to say while nothing comes.
      if (status.watching && status.pending + status.running === 0) continue
      const due = schedule.due({ nowMs: clock.now() - startedAt, ended: endedCount(status), percent: status.percent })
      if (due !== undefined) this.#stamp(due === 'progress' ? progressText(status) : standstillText(status))
    }
  }

  #itemEnded(event: ItemEnd): void {
    if (this.#isWatch === undefined) {
      this.#early.push(event)
      return
    }
    const failure = this.#notices.next(event)
    if (this.#setting.verbose || this.#isWatch) this.#say(itemLine(event))
    else if (failure !== undefined && this.#kind !== 'agent') this.#say(this.#setting.paint.bad(failure))
  }

  #stamp(text: string): void {
    this.#say(`${new Date(this.#setting.clock.wall()).toTimeString().slice(0, 8)} ${text}`)
  }

  #say(text: string): void {
    this.#setting.stream.write(`${text}\n`)
  }
}

/** `photos started as batch b1, 40 items`; of a watch also what it goes on with. */
function startText({ pipeline, batch_id, session, total, total_is_final, watching }: BatchStatus): string {
  const name = `${safe(pipeline, 60)} started as batch ${safe(batch_id, 80)}`
  if (!watching) {
    const again = session > 1 ? `, resumed (session ${session})` : ''
    return `${name}${again}${total_is_final ? `, ${formatCount(total)} items` : ''}`
  }
  if (session === 1) return `${name}, watching: Ctrl-C ends it`
  const going = `${safe(pipeline, 60)} goes on with batch ${safe(batch_id, 80)} (session ${session}, ${plural(total, 'item')} so far)`
  return `${going}, watching: Ctrl-C ends it`
}

/** `convert-all 612/1000 61% ok=598 failed=9 retry=3 2.4/s eta=2m` */
export function progressText(status: BatchStatus): string {
  const rest = [
    ['skipped', status.skipped],
    ['retry', status.retrying],
    ['review', status.review],
  ] as const
  const parts = [
    safe(status.pipeline, 60),
    `${endedCount(status)}/${status.total}${status.total_is_final ? '' : '+'}`,
    `${Math.floor(status.percent)}%`,
    `ok=${status.succeeded}`,
    `failed=${status.failed}`,
    ...rest.filter(([, count]) => count > 0).map(([word, count]) => `${word}=${count}`),
    ...(status.items_per_second === null ? [] : [`${threeFigures(status.items_per_second)}/s`]),
    ...(status.eta_seconds === null ? [] : [`eta=${etaText(status.eta_seconds)}`]),
  ]
  return parts.join(' ')
}

function standstillText(status: BatchStatus): string {
  return `${progressText(status)} (nothing ended for a while: ${waitReason(status)})`
}

/** Why nothing moves, as well as it is known. */
export function waitReason(status: BatchStatus): string {
  if (status.state === 'paused') return 'the batch is paused'
  const gate = status.gates.find(({ reason, used, limit }) => reason !== null && used < limit)
  if (gate !== undefined) return `${safe(gate.name, 40)}: ${safe(gate.reason ?? '', 100)}`
  if (status.running > 0) return `${formatCount(status.running)} still running`
  if (status.retrying > 0) return `${formatCount(status.retrying)} waiting for their next try`
  return status.total_is_final ? `${formatCount(status.pending)} pending` : 'still reading the input'
}
