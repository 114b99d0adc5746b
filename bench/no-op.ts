/**
 * No-op items through the durable engine, against a loop over node:sqlite that writes the same number of rows with the
 * same durability, and against the fastest durable queues of Node. `node bench/no-op.ts [items]`
 */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { systemClock } from '../src/base/clock.ts'
import { type BatchInput, defineTool, startBatch } from '../src/index.ts'
import { queuePeers } from './peers/queues.ts'
import { inFolder, printRows } from './rows.ts'

const items = Number(process.argv[2] ?? 200_000)

const noOp = defineTool({
  name: 'no_op',
  options: z.object({}),
  plan: { effects: 'pure', readsAll: false },
  run: () => true,
})

async function* inputs(): AsyncGenerator<BatchInput> {
  for (let n = 0; n < items; n++) yield { id: `item-${n}`, data: { n } }
}

/** Items per second, from the first item read to the batch at rest. */
async function engineRate(folder: string): Promise<number> {
  const pipeline = { name: 'no-op', steps: [{ name: 'nothing', tool: 'no_op' }], output: { type: 'report' }, report: 'none' }
  const started = systemClock.now()
  const batch = await startBatch({ pipeline, inputs: inputs(), folder, parts: { steps: [noOp] }, collectOutputs: false })
  const { succeeded } = await batch.done
  const seconds = (systemClock.now() - started) / 1000
  if (succeeded !== items) throw new Error(`expected ${items} succeeded items, got ${succeeded}`)
  return items / seconds
}

/** The floor: three rows per item (item, attempt, result), a thousand items per transaction, synced. */
async function rawRate(folder: string): Promise<number> {
  const database = new DatabaseSync(join(folder, 'raw.db'))
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE item (seq INTEGER PRIMARY KEY, id TEXT, state INTEGER);
    CREATE TABLE attempt (n INTEGER PRIMARY KEY, seq INTEGER, started REAL, ms REAL);
    CREATE TABLE result (id TEXT, step TEXT, value TEXT, PRIMARY KEY (id, step)) WITHOUT ROWID`)
  const item = database.prepare('INSERT INTO item VALUES (?, ?, 4)')
  const attempt = database.prepare('INSERT INTO attempt (seq, started, ms) VALUES (?, ?, 0.1)')
  const result = database.prepare("INSERT INTO result VALUES (?, 'nothing', 'true')")
  const started = systemClock.now()
  for (let n = 0; n < items; n++) {
    if (n % 1000 === 0) database.exec('BEGIN')
    item.run(n, `item-${n}`)
    attempt.run(n, started)
    result.run(`item-${n}`)
    if (n % 1000 === 999 || n === items - 1) database.exec('COMMIT')
  }
  const seconds = (systemClock.now() - started) / 1000
  database.close()
  return items / seconds
}

const raw = await inFolder(rawRate)
const engine = await inFolder(engineRate)
const peers = await queuePeers(Math.min(items, 50_000))
const fastest = Math.max(...peers.map(({ rate }) => rate))
printRows([
  { what: `raw node:sqlite loop, ${items} items`, value: raw, unit: 'items/s' },
  ...peers.map(({ name, rate }) => ({ what: name, value: rate, unit: 'items/s' })),
  { what: `millrace, ${items} items`, value: engine, unit: 'items/s', goal: '≥ 60000' },
  { what: 'millrace / raw loop', value: engine / raw, unit: '×' },
  ...(peers.length === 0
    ? []
    : [{ what: 'millrace / fastest durable queue', value: engine / fastest, unit: '×', goal: '≥ 2.5' }]),
])
