import { itemKey, state } from './codes.ts'
import type { LiveBatch } from './live-batch.ts'
import type { AnswerOf, Ingest } from './ops.ts'
import type { FailedEntry, ItemRow, NewItem, SkippedEntry } from './rows.ts'
import { appendAttempt } from './write-attempt.ts'
import { keepAsks, link } from './write-link.ts'
import { latestVersion, waitForVersion } from './write-version.ts'
import type { Writer } from './writer.ts'

/** Item data stays in the file up to here: a blob and its fsync per item would make the ingest of long rows a hundred times slower. */
const longestInlineDataChars = 65_536

const insertItem = `INSERT INTO item (key, batch, id, version, rank, bytes, state, step, attempt, tries, losses, out_bytes, us)
  VALUES (?, ?, ?, ?, ?, ?, ${state.ready}, 0, 0, 0, 0, 0, 0) ON CONFLICT DO NOTHING`

/** Where entries go, for the length of one ingest. */
interface Into {
  readonly writer: Writer
  readonly live: LiveBatch
  readonly at: number
  readonly failed: FailedEntry[]
  readonly skipped: SkippedEntry[]
}

/** Writes entries down and moves the place of the source behind them. Equal ids are told apart, so that every entry is an item. */
export function ingest(writer: Writer, { batch, items, position, done, at }: Ingest): AnswerOf<Ingest> {
  const live = writer.batch(batch)
  const before = live.total
  const failed: FailedEntry[] = []
  const skipped: SkippedEntry[] = []
  for (const item of items) add({ writer, live, at, failed, skipped }, item)
  writer.store.run('UPDATE batch SET position = ?, source_done = ? WHERE id = ?', position, Number(done), batch)
  const broken = items.filter((item) => item.broken !== undefined).length
  const counts = { inserted: live.total - before, duplicates: failed.length - broken, failed, skipped }
  return done && live.deps === 'asked' ? { ...counts, cascade: link({ writer, live, at }) } : counts
}

/** Where the id is taken, the entry gets a name of its own. */
function add(into: Into, item: NewItem): void {
  if (item.isVersion) {
    addVersion(into, item)
  } else if (insert(into, item, { id: item.id, version: 1 })) {
    begin(into, item, item.broken)
  } else {
    addTwin(into, item)
  }
}

function addVersion(into: Into, item: NewItem): void {
  const { writer, live } = into
  const before = latestVersion(writer, live.id, item.id)
  insert(into, item, { id: item.id, version: (before?.version ?? 0) + 1 })
  if (before !== undefined && item.broken === undefined && item.skipped === undefined) waitForVersion(writer, live, before)
  begin(into, item, item.broken)
}

function addTwin(into: Into, item: NewItem): void {
  const id = freeTwin(into.writer, into.live.id, item.id)
  insert(into, item, { id, version: 1 })
  const twin = { code: 'DUPLICATE_ID', message: `Expected every id once, got "${item.id}" again: this entry is kept as "${id}".` }
  begin(into, { ...item, id }, item.broken ?? (item.idIsHash ? undefined : twin))
}

/** Most items are ready as they were inserted. */
function begin(into: Into, { id, sizeBytes, skipped, dependsOn }: NewItem, broken: NewItem['broken']): void {
  if (broken !== undefined) {
    endAtOnce(into, { state: 'failed', ...broken })
    into.failed.push({ id, ...broken, sizeBytes })
  } else if (skipped !== undefined) {
    endAtOnce(into, { state: 'skipped', message: skipped.reason })
    into.skipped.push({ id, reason: skipped.reason, sizeBytes })
  } else if (dependsOn !== undefined && dependsOn.length > 0) keepAsks(into.writer, into.live, dependsOn)
}

function insert({ writer, live }: Into, item: NewItem, { id, version }: Pick<ItemRow, 'id' | 'version'>): boolean {
  const key = itemKey(live.id, live.total + 1)
  if (writer.store.run(insertItem, key, live.id, id, version, item.rank, item.sizeBytes) === 0) return false
  const { inline, blob } = writer.place(item.data, longestInlineDataChars)
  writer.store.run('INSERT INTO input VALUES (?, ?, ?, ?, ?)', key, inline, item.metadata, item.stamp ?? null, blob)
  live.total += 1
  live.moved(undefined, state.ready)
  return true
}

interface EndAtOnce {
  readonly state: 'failed' | 'skipped'
  readonly code?: string
  readonly message: string
}

/** It never was at a step: `step` -1 also keeps it from being reopened, since the same would come of it again. */
function endAtOnce({ writer, live, at }: Into, { state: outcome, code, message }: EndAtOnce): void {
  const key = itemKey(live.id, live.total)
  const attempt = { step: -1, n: 1, outcome, reused: false, started: at, ms: 0 } as const
  const failure = code === undefined ? {} : { code, error: JSON.stringify({ code, message }) }
  live.lastAttempt = appendAttempt(writer, { key, prev: null }, { ...attempt, ...failure })
  writer.store.run(
    'UPDATE item SET state = ?, step = -1, code = ?, reason = ?, last = ? WHERE key = ?',
    ...[state[outcome], code ?? null, message, live.lastAttempt, key],
  )
  live.moved(state.ready, state[outcome])
}

/** `id~2`, `id~3` …: the next free one, found by doubling and halving, since a million equal rows are possible. */
function freeTwin({ store }: Writer, batch: number, id: string): string {
  const isTaken = (n: number) =>
    store.get('SELECT 1 FROM item WHERE batch = ? AND id = ? AND version = 1', batch, `${id}~${n}`) !== undefined
  const range = { taken: 1, free: 2 }
  while (isTaken(range.free)) {
    range.taken = range.free
    range.free *= 2
  }
  while (range.free - range.taken > 1) {
    const middle = Math.floor((range.taken + range.free) / 2)
    if (isTaken(middle)) range.taken = middle
    else range.free = middle
  }
  return `${id}~${range.free}`
}
