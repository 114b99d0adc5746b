/**
 * The ledger alone: rows per second in and out, and bytes per item, against a loop over node:sqlite without any ledger
 * around it, in the same run. `node bench/ledger.ts [items]`
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { systemClock } from '../src/base/clock.ts'
import { sha256 } from '../src/base/json.ts'
import type { Ledger } from '../src/ledger/ledger.ts'
import type { Settle } from '../src/ledger/ops.ts'
import type { NewItem, ReadyItem } from '../src/ledger/rows.ts'
import { openLedger } from '../src/ledger/sqlite.ts'

const items = Number(process.argv[2] ?? 100_000)
const chunk = 5_000
const inFlight = 1_024

const folder = mkdtempSync(join(tmpdir(), 'bench-ledger-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true })
}

async function main(): Promise<void> {
  const floor = rawLoop(join(folder, 'raw.db'))
  const ledger = await openLedger({ file: join(folder, 'bench.db'), durability: 'full' })
  const batch = await openBatch(ledger)
  const ingested = await perSecond(() => ingestAll(ledger, batch))
  const settled = await perSecond(() => settleAll(ledger, batch))
  await ledger.close()
  const bytes = statSync(join(folder, 'bench.db')).size / items
  const figures = { items, rawLoop: Math.round(floor), ingest: ingested, settle: settled, bytesPerItem: Math.round(bytes) }
  const peakRssMib = Math.round(process.resourceUsage().maxRSS / 1024)
  process.stdout.write(`${JSON.stringify({ ...figures, settleOverRaw: Number((settled / floor).toFixed(2)), peakRssMib })}\n`)
}

async function perSecond(work: () => Promise<void>): Promise<number> {
  const started = systemClock.now()
  await work()
  return Math.round(items / ((systemClock.now() - started) / 1000))
}

async function openBatch(ledger: Ledger): Promise<number> {
  const texts = { pipelineJson: '{}', optionsJson: '{}', codeJson: '{}', outputRoot: '/out' }
  const batch = { ...texts, name: 'b', pipeline: 'p', stepNames: ['noop'], startsAfterIngest: false, created: systemClock.wall() }
  const [answer] = await ledger.commit([
    { op: 'open-batch', batch, session: { pid: 1, host: 'h', boot: 'b', at: systemClock.wall() } },
  ])
  return answer.batch
}

async function ingestAll(ledger: Ledger, batch: number): Promise<void> {
  for (let position = chunk; position <= items; position += chunk) {
    const rows = Array.from({ length: chunk }, (_, at) => newItem(position - chunk + at))
    await ledger.commit([{ op: 'ingest', batch, items: rows, position, done: position + chunk > items, at: systemClock.wall() }])
  }
}

function newItem(at: number): NewItem {
  const id = `item-${String(at).padStart(7, '0')}`
  return { id, idIsHash: false, data: `{"n":${at}}`, metadata: '{}', stamp: undefined, sizeBytes: 10, rank: 0 }
}

/** As the engine does it: each item is settled by a call of its own, and the next window is asked for meanwhile. */
async function settleAll(ledger: Ledger, batch: number): Promise<void> {
  const window = (after?: ReadyItem) => ledger.window({ batch, step: 0, limit: inFlight, ...(after && { after }) })
  let next = window()
  let before: Promise<unknown> = Promise.resolve()
  for (let ready = await next; ready.length > 0; ready = await next) {
    next = window(ready.at(-1))
    const settled = Promise.all(ready.map((item) => ledger.commit([settle(batch, item)])))
    await before
    before = settled
  }
  await before
}

function settle(batch: number, { seq, id, attempt }: ReadyItem): Settle {
  const at = systemClock.wall()
  const fp = sha256(id)
  return {
    op: 'settle',
    batch,
    seq,
    attempt: attempt + 1,
    from: 'ready',
    attempts: [{ step: 0, n: 1, outcome: 'succeeded', reused: false, started: at, ms: 0.1 }],
    results: [{ itemId: id, step: 'noop', fp, parts: '{}', state: 'done', value: `{"n":${seq}}` }],
    files: [],
    next: { state: 'succeeded', result: { step: 'noop', fp }, outputBytes: 0 },
    at,
  }
}

/** Three rows per item, one transaction per thousand items: nothing that keeps the same facts can be faster. */
function rawLoop(file: string): number {
  const db = new DatabaseSync(file)
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE item (key INTEGER PRIMARY KEY, id TEXT, state INTEGER); CREATE TABLE attempt (id INTEGER PRIMARY KEY, item INTEGER, at REAL);
    CREATE TABLE result (item_id TEXT, step TEXT, fp BLOB, value TEXT, PRIMARY KEY (item_id, step, fp)) WITHOUT ROWID`)
  const insert = db.prepare('INSERT INTO item VALUES (?, ?, ?)')
  const attempt = db.prepare('INSERT INTO attempt (item, at) VALUES (?, ?)')
  const result = db.prepare('INSERT INTO result VALUES (?, ?, ?, ?)')
  const started = systemClock.now()
  for (let at = 0; at < items; at++) {
    if (at % 1000 === 0) db.exec('BEGIN')
    const { id, data } = newItem(at)
    insert.run(at, id, 4)
    attempt.run(at, systemClock.wall())
    result.run(id, 'noop', Buffer.from(sha256(id), 'hex'), data)
    if (at % 1000 === 999) db.exec('COMMIT')
  }
  const perSecond = items / ((systemClock.now() - started) / 1000)
  db.close()
  return perSecond
}
