/**
 * Looks at folders again and again, and yields each file once for every content that it comes to have. The system's events
 * only make the next look come sooner: what they miss is found by looking.
 */
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Clock } from '../base/clock.ts'
import { readFiles } from './files.ts'
import { FolderEvents } from './folder-events.ts'
import { forbiddenFolders } from './forbidden.ts'
import type { PathPlan } from './input-paths.ts'
import type { BrokenEntry, ItemEntry, SourceEntry, Watching } from './source.ts'
import { temporaryNames } from './temporary-name.ts'
import { WatchBook } from './watch-book.ts'
import { restBefore } from './watch-pace.ts'

export interface FolderWatchSetting {
  readonly plan: PathPlan
  /** Never an input. Absolute. */
  readonly forbidden: readonly string[]
  /** As the pipeline has them. */
  readonly patterns: readonly string[]
  readonly clock: Clock
  readonly settleMs: number
  readonly everyMs: number
}

/** A name that cannot become an item is told once, whatever becomes of its file. */
const brokenPrint = 'broken'

export class FolderWatch implements Watching {
  readonly roots: readonly string[]
  readonly #setting: FolderWatchSetting
  readonly #book: WatchBook
  readonly #isTemporary: (name: string) => boolean
  readonly #gone = new Set<string>()
  readonly #unreadable = new Set<string>()
  #listener: (code: string, message: string) => void = () => {}
  /** Something has changed since the last look began. */
  #hasNews = false
  #nap: AbortController | undefined

  constructor(setting: FolderWatchSetting) {
    this.#setting = setting
    this.roots = setting.plan.roots
    this.#book = new WatchBook(setting.settleMs)
    this.#isTemporary = temporaryNames(setting.patterns)
  }

  remember({ id, stamp }: Pick<ItemEntry, 'id' | 'stamp'>): void {
    this.#book.remember(id, stamp === undefined ? brokenPrint : printOf(stamp))
  }

  hear(listener: (code: string, message: string) => void): void {
    this.#listener = listener
  }

  /** Ends when the signal aborts. */
  async *read(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    const { clock } = this.#setting
    const events = new FolderEvents(() => this.#wake())
    const wake = () => this.#wake()
    signal.addEventListener('abort', wake)
    try {
      while (!signal.aborted) {
        const began = clock.now()
        this.#hasNews = false
        yield* this.#look(events, signal)
        await this.#rest(clock.now() - began, signal)
      }
    } finally {
      signal.removeEventListener('abort', wake)
      events.close()
    }
  }

  async *#look(events: FolderEvents, signal: AbortSignal): AsyncGenerator<SourceEntry> {
    const { plan, forbidden, clock } = this.#setting
    const folders = new Set<string>()
    const unreadable = new Set<string>()
    await this.#noticeRoots()
    const onFolder = (raw: string) => folders.add(raw)
    const walkPlan = { ...plan, forbidden: await forbiddenFolders(forbidden), onFolder }
    for await (const entry of readFiles(walkPlan, { root: plan.root, skip: 0, signal })) {
      if (entry.kind === 'broken' && entry.code === 'FOLDER_UNREADABLE') unreadable.add(entry.message)
      else if (this.#isWanted(entry)) yield { ...entry, arrivedAt: clock.wall() }
    }
    this.#book.endLook()
    events.follow(folders)
    this.#noticeUnreadable(unreadable)
  }

  #isWanted(entry: ItemEntry | BrokenEntry): boolean {
    const { id } = entry
    const now = this.#setting.clock.now()
    if (this.#isTemporary(basename(id))) return false
    // It went while it was looked at: if it comes back, it is seen then.
    if (entry.kind === 'broken')
      return entry.code !== 'FILE_GONE' && this.#book.see({ id, print: brokenPrint, quietMs: Infinity }, now)
    const { stamp } = entry
    if (stamp === undefined) return false
    const quietMs = this.#setting.clock.wall() - Math.max(stamp.mtimeMs, stamp.ctimeMs)
    return this.#book.see({ id, print: printOf(stamp), quietMs }, now)
  }

  async #rest(lookMs: number, signal: AbortSignal): Promise<void> {
    const { clock, everyMs } = this.#setting
    const { atLeastMs, atMostMs } = restBefore({ lookMs, everyMs, settlesInMs: this.#book.settlesIn(clock.now()) })
    await clock.sleep(atLeastMs, signal)
    if (signal.aborted || this.#hasNews) return
    this.#nap = new AbortController()
    await clock.sleep(atMostMs - atLeastMs, this.#nap.signal)
    this.#nap = undefined
  }

  #wake(): void {
    this.#hasNews = true
    this.#nap?.abort()
  }

  async #noticeRoots(): Promise<void> {
    for (const root of this.roots) {
      const isThere = await isFolder(root)
      if (isThere && this.#gone.delete(root)) this.#listener('WATCH_BACK', `the watched folder ${root} is back: going on`)
      if (isThere || this.#gone.has(root)) continue
      this.#gone.add(root)
      this.#listener('WATCH_GONE', `the watched folder ${root} is gone: waiting until it comes back (Ctrl-C ends the watch)`)
    }
  }

  #noticeUnreadable(found: ReadonlySet<string>): void {
    for (const message of found) if (!this.#unreadable.has(message)) this.#listener('WATCH_UNREADABLE', message)
    this.#unreadable.clear()
    for (const message of found) this.#unreadable.add(message)
  }
}

/** Not the inode: many network file systems give another one every time they are mounted. */
function printOf({ sizeBytes, mtimeMs }: NonNullable<ItemEntry['stamp']>): string {
  return `${sizeBytes}/${mtimeMs}`
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}
