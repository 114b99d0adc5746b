/**
 * Reads the source into the ledger, ahead of the work. Rows and the place of the source behind them are one
 * transaction, so that a crash neither loses nor doubles an item.
 */
import type { Clock } from '../base/clock.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cascade } from '../ledger/ops.ts'
import type { FailedEntry, NewItem, SkippedEntry } from '../ledger/rows.ts'
import type { RunOptions } from '../pipeline/definition.ts'
import type { OpenSource, SourceEntry } from '../sources/source.ts'
import { agedRank, rankOf } from './rank.ts'
import { recall } from './recall.ts'

export interface IngestSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly source: OpenSource
  /** Entries that earlier sessions have read. */
  readonly position: number
  /** Items that earlier sessions have taken, for `limit`. */
  readonly taken: number
  readonly options: Pick<RunOptions, 'order' | 'limit'>
  /** False: the entry is not part of this batch (`--only`, `--where`). */
  readonly wanted: (entry: SourceEntry) => boolean
  /** Asked about every item before it is written down; absent: nobody is. Rejects when the batch has to stop. */
  readonly before?: ((item: NewItem, signal: AbortSignal) => Promise<NewItem>) | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Rows became durable. */
  readonly onRows: (rows: IngestedRows) => void
}

export interface IngestedRows {
  readonly inserted: number
  /** Of `inserted`: what failed at once, as a broken row or a second use of an id. */
  readonly failed: number
  /** What is wrong with the first of them; and all of them. */
  readonly failure: string | undefined
  readonly refused: readonly FailedEntry[]
  /** What was left out at once. */
  readonly leftOut: readonly SkippedEntry[]
  /** Of `inserted`: what was left out at once. */
  readonly skipped: number
  /** What became of items whose dependencies had all ended at once. */
  readonly cascade: Cascade | undefined
}

const chunkRows = 5_000
const chunkBytes = 4 * 2 ** 20
/** Where somebody is asked about each, so many at once: after a crash no more than these are asked about again. */
const askedRows = 16
/** A slow source is not waited for: what has come is handed over after this long. */
const longestHoldMs = 25

interface Chunk {
  readonly items: NewItem[]
  bytes: number
  position: number
}

export class Ingest {
  readonly #setting: IngestSetting
  #chunk: Chunk
  #taken: number
  /** The chunk that is being written; only one, so that a chunk that fails is never followed by a later place. */
  #writing: Promise<void> | undefined
  #failed: { readonly error: unknown } | undefined
  /** A chunk was left unwritten: none behind it is written. */
  #isCut = false

  constructor(setting: IngestSetting) {
    this.#setting = setting
    this.#chunk = { items: [], bytes: 0, position: setting.position }
    this.#taken = setting.taken
  }

  /** Resolves when the source has ended and every row is durable, or soon after the signal aborted. */
  async run(): Promise<void> {
    const { source, position, signal } = this.#setting
    const done = new AbortController()
    await recall(this.#setting)
    const holding = this.#flushOften(done.signal)
    try {
      if (!this.#isFull()) for await (const entry of source.read(position, signal)) if (await this.#take(entry)) break
      await this.#writing
      if (!signal.aborted) this.#flush(true)
    } finally {
      done.abort()
      await holding
      await this.#writing
    }
    if (this.#failed !== undefined) throw this.#failed.error
  }

  /** True when no further entry is wanted. */
  async #take(entry: SourceEntry): Promise<boolean> {
    if (this.#setting.signal.aborted) return true
    this.#chunk.position += 1
    if (this.#setting.wanted(entry)) this.#add(entry)
    if (this.#chunk.items.length >= this.#mostRows || this.#chunk.bytes >= chunkBytes) {
      await this.#writing
      this.#flush(false)
    }
    return this.#failed !== undefined || this.#isCut || this.#isFull()
  }

  #add(entry: SourceEntry): void {
    const item = newItem(entry, this.#setting.options.order)
    this.#chunk.items.push(item)
    this.#chunk.bytes += item.data.length
    this.#taken += 1
  }

  get #mostRows(): number {
    return this.#setting.before === undefined ? chunkRows : askedRows
  }

  #isFull(): boolean {
    return this.#taken >= (this.#setting.options.limit ?? Number.POSITIVE_INFINITY)
  }

  #flush(done: boolean): void {
    const { items, position } = this.#chunk
    if (this.#failed !== undefined || this.#isCut || (items.length === 0 && !done)) return
    this.#chunk = { items: [], bytes: 0, position }
    this.#writing = this.#write(items, position, done).then(
      () => this.#wrote(undefined),
      (thrown) => this.#wrote({ error: thrown }),
    )
  }

  #wrote(failed: { readonly error: unknown } | undefined): void {
    this.#writing = undefined
    this.#failed = failed
  }

  async #write(read: readonly NewItem[], position: number, done: boolean): Promise<void> {
    const { ledger, batch, clock, onRows } = this.#setting
    const items = await this.#asked(read)
    if (items === undefined) return
    const [answer] = await ledger.commit([{ op: 'ingest', batch, items, position, done, at: clock.wall() }])
    const { inserted, failed, skipped, cascade } = answer
    const counts = { inserted, failed: failed.length, skipped: skipped.length }
    onRows({ ...counts, failure: failed[0]?.message, refused: failed, leftOut: skipped, cascade })
  }

  /** The items as they are to be written down; nothing when the batch stopped meanwhile: they are read and asked about again. */
  async #asked(items: readonly NewItem[]): Promise<readonly NewItem[] | undefined> {
    const { before, signal } = this.#setting
    if (before === undefined) return items
    try {
      return await Promise.all(items.map((item) => (item.broken === undefined ? before(item, signal) : item)))
    } catch (thrown) {
      if (!signal.aborted) throw thrown
      this.#isCut = true
      return undefined
    }
  }

  async #flushOften(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#setting.clock.sleep(longestHoldMs, signal)
      if (this.#writing === undefined) this.#flush(false)
    }
  }
}

function newItem(entry: SourceEntry, order: RunOptions['order']): NewItem {
  const { id, sizeBytes } = entry
  if (entry.kind === 'broken') {
    const broken = { code: entry.code, message: entry.message }
    const version = entry.arrivedAt === undefined ? {} : { isVersion: true as const }
    return { id, idIsHash: true, data: 'null', metadata: '{}', stamp: undefined, sizeBytes, rank: 0, broken, ...version }
  }
  const { dependsOn, arrivedAt } = entry
  return {
    id,
    idIsHash: entry.idIsHash,
    data: JSON.stringify(entry.data),
    metadata: JSON.stringify(entry.metadata),
    stamp: entry.stamp === undefined ? undefined : JSON.stringify(entry.stamp),
    sizeBytes,
    ...(arrivedAt === undefined
      ? { rank: rankOf(entry, order) }
      : { rank: agedRank({ ...entry, arrivedAt }, order), isVersion: true as const }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
  }
}
