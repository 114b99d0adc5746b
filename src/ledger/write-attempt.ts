import { outcomeCode } from './codes.ts'
import { microseconds } from './live-batch.ts'
import type { AttemptRow } from './rows.ts'
import type { Writer } from './writer.ts'

/** The column `wait_us` is of an earlier design: no attempt waits between its start and its end. */
const insertAttempt = `INSERT INTO attempt (item, prev, step, n, outcome, reused, started, wait_us, us, code, error, notes)
  VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`

/** Appends one attempt behind `prev` in the chain of its item; returns its rowid. */
export function appendAttempt(
  { store }: Writer,
  { key, prev }: { readonly key: number; readonly prev: number | null },
  row: AttemptRow,
): number {
  return store.insert(
    insertAttempt,
    key,
    prev,
    row.step,
    row.n,
    outcomeCode(row.outcome),
    Number(row.reused),
    row.started,
    microseconds(row.ms),
    row.code ?? null,
    row.error ?? null,
    row.notes ?? null,
  )
}
