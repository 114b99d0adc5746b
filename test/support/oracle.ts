/** What must hold after every trial, however often the batch was ended by force. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { CrashBatch } from './crash-batch.ts'
import { millrace } from './millrace.ts'
import { liveProcesses } from './processes.ts'
import { until } from './until.ts'

export interface ItemLine {
  readonly id: string
  readonly state: string
  readonly attempts: number
  readonly reason?: string | null
  readonly error?: { readonly code?: string; readonly message?: string } | string | null
}

/** Lines of `millrace items --json`. */
export async function itemLines(folder: string): Promise<ItemLine[]> {
  const { code, stdout, stderr } = await millrace(['items', '--json'], { cwd: folder })
  assert.equal(code, 0, stderr)
  // The command's own promise: one object per line.
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ItemLine)
}

export interface StatusCounts {
  readonly batch_id: string
  readonly state: string
  readonly total: number
  readonly pending: number
  readonly running: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
}

/** `millrace status --json`. */
export async function statusCounts(folder: string): Promise<StatusCounts> {
  const { code, stdout, stderr } = await millrace(['status', '--json'], { cwd: folder })
  assert.equal(code, 0, stderr)
  // The command's own promise: one object.
  return JSON.parse(stdout) as StatusCounts
}

/** Every item ended once and well, every output is whole, nothing else is there, the ledger is sound, nobody is left. */
export async function assertWhole(batch: CrashBatch): Promise<void> {
  await assertConserved(batch)
  assertOutputs(batch)
  assertSound(batch)
  const isQuiet = () => liveProcesses(batch.room.folder).length === 0
  assert.ok(await until(isQuiet, { forMs: 5_000 }), `still alive: ${liveProcesses(batch.room.folder).join('; ')}`)
}

async function assertConserved({ room, ids }: CrashBatch): Promise<void> {
  const lines = await itemLines(room.folder)
  const notDone = lines.filter(({ state }) => state !== 'succeeded')
  assert.deepEqual(notDone, [])
  assert.deepEqual(lines.map(({ id }) => id).sort(), ids.toSorted())
  const counts = await statusCounts(room.folder)
  assert.equal(counts.state, 'completed')
  assert.equal(countsSum(counts), counts.total)
  assert.equal(counts.succeeded, ids.length)
}

/** Conservation: the states of all items add up to this. */
export function countsSum(counts: StatusCounts): number {
  return counts.pending + counts.running + counts.succeeded + counts.failed + counts.skipped + counts.cancelled + counts.review
}

function assertOutputs({ room, ids, expected }: CrashBatch): void {
  const files = room.list('output').filter((file) => !file.startsWith('logs/'))
  assert.deepEqual(files, ids.map((id) => `${id}.txt`).toSorted())
  for (const id of ids) assert.equal(readFileSync(room.path('output', `${id}.txt`), 'utf8'), expected(id))
}

/** The ledger file holds together, as SQLite itself sees it. */
export function assertSound({ room }: Pick<CrashBatch, 'room'>): void {
  const path = room.list().find((file) => /^\.millrace\/[^/]+\.db$/.test(file))
  assert.ok(path !== undefined && existsSync(room.path(path)), 'expected a ledger below .millrace, got none')
  const database = new DatabaseSync(room.path(path))
  try {
    const rows = database.prepare('PRAGMA integrity_check').all()
    assert.deepEqual(
      rows.map((row) => row['integrity_check']),
      ['ok'],
    )
  } finally {
    database.close()
  }
}
