/**
 * The live view: a region of a few lines that is redrawn in place, five times a second, with permanent lines scrolling
 * above it. Never the alternate screen: what was printed can be copied and scrolled back to.
 */
import { createLogUpdate } from 'log-update'
import type { Batch, EventBus } from '../../index.ts'
import { ErrorNotices } from './error-notices.ts'
import { afterLine, itemLine, retryLine } from './event-lines.ts'
import { type KeyInput, type Keys, readKeys } from './keys.ts'
import { liveLines, screenWidth } from './layout.ts'
import { helpText, keysText, pressKey } from './live-keys.ts'
import { suspendable } from './suspend.ts'
import { safe } from './text.ts'
import type { ItemEnd, ProgressView, ViewSetting } from './view.ts'

export interface LiveSetting extends ViewSetting {
  /** Absent where standard input is an input of the batch. */
  readonly keyboard?: KeyInput
  /** What Ctrl-C does: in raw mode it arrives as a key. */
  readonly interrupt: () => void
}

const frameMs = 200
const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'

export function liveView(setting: LiveSetting): ProgressView {
  return new LiveView(setting)
}

class LiveView implements ProgressView {
  readonly #setting: LiveSetting
  readonly #region: ReturnType<typeof createLogUpdate>
  readonly #notices = new ErrorNotices()
  readonly #stopped = new AbortController()
  #undo: (() => void)[] = []
  #batch: Pick<Batch, 'id' | 'status' | 'control'> | undefined
  #keys: Keys | undefined
  #notice: string | undefined
  #showsHelp = false

  constructor(setting: LiveSetting) {
    this.#setting = setting
    this.#region = createLogUpdate(terminalOf(setting.stream), { showCursor: true })
  }

  listen(events: EventBus): void {
    this.#undo.push(
      events.on('batch:item:end', (event) => this.#itemEnded(event)),
      events.on('batch:warning', ({ message }) => this.#above(this.#setting.paint.warn(`! ${safe(message, 400)}`))),
      events.on('batch:log', ({ text }) => this.#above(safe(text, 400))),
      events.on('batch:retry', (event) => {
        if (this.#setting.verbose) this.#above(retryLine(event))
      }),
      events.on('batch:after', (event) => this.#above(afterLine(event))),
    )
  }

  start(batch: Pick<Batch, 'id' | 'status' | 'control'>): void {
    this.#batch = batch
    this.#setting.stream.write(hideCursor)
    const restore = () => this.#setting.stream.write(showCursor)
    process.once('exit', restore)
    this.#undo.push(() => process.off('exit', restore))
    const { keyboard } = this.#setting
    this.#keys = keyboard && readKeys(keyboard, (key) => this.#press(key))
    this.#undo.push(suspendable({ leave: () => this.#leave(), enter: () => this.#enter() }))
    void this.#redraw()
  }

  notice(text: string): void {
    this.#notice = text
    this.#draw()
  }

  stop(): void {
    if (this.#stopped.signal.aborted) return
    this.#stopped.abort()
    for (const undo of this.#undo) undo()
    this.#keys?.stop()
    this.#region.clear()
    this.#setting.stream.write(showCursor)
  }

  async #redraw(): Promise<void> {
    while (!this.#stopped.signal.aborted) {
      this.#draw()
      await this.#setting.clock.sleep(frameMs, this.#stopped.signal)
    }
  }

  #draw(): void {
    if (this.#batch === undefined || this.#stopped.signal.aborted) return
    const { stream, paint } = this.#setting
    const keys = this.#keys && { keys: this.#showsHelp ? helpText : keysText }
    const notice = this.#notice === undefined ? {} : { notice: this.#notice }
    const screen = { columns: stream.columns, rows: stream.rows, paint, ...keys, ...notice }
    this.#region(liveLines(this.#batch.status(), screen).join('\n'))
  }

  #itemEnded(event: ItemEnd): void {
    const failure = this.#notices.next(event)
    if (this.#setting.verbose) this.#above(itemLine(event))
    else if (failure !== undefined) this.#above(this.#setting.paint.bad(failure))
  }

  #above(line: string): void {
    this.#region.persist(line)
    this.#draw()
  }

  #press(key: string): void {
    if (key === '\u0003') this.#setting.interrupt()
    if (key === '\u001a') process.kill(process.pid, 'SIGTSTP')
    if (key === '?') this.#showsHelp = !this.#showsHelp
    if (this.#batch) pressKey(key, this.#batch, (line) => this.#above(line))
    this.#draw()
  }

  #leave(): void {
    this.#region.clear()
    this.#keys?.setRaw(false)
    this.#setting.stream.write(showCursor)
  }

  #enter(): void {
    this.#keys?.setRaw(true)
    this.#setting.stream.write(hideCursor)
    this.#draw()
  }
}

/** The stream as the redrawing library should see it: a terminal that says 0 columns has 80. */
function terminalOf(stream: ViewSetting['stream']): NodeJS.WritableStream {
  return new Proxy(stream, {
    get: (target, name) => {
      if (name === 'columns') return screenWidth(target.columns)
      if (name === 'rows') return target.rows || 24
      const value: unknown = Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
