/**
 * The two ops that come once per item, as arrays without names: half the text to write, and half of it to parse on the
 * ledger's thread, which is the one that everything waits for. All other ops cross as they are.
 */
import type { Ingest, LedgerOp, Settle, SettledItem } from './ops.ts'
import type { AttemptRow, NewItem, ResultRow } from './rows.ts'

/** `undefined` becomes `null` in JSON: these are the types after the crossing. */
type Maybe<Value> = Value | null

type PackedAttempt = readonly [
  number,
  number,
  AttemptRow['outcome'],
  boolean,
  number,
  number,
  Maybe<string>?,
  Maybe<string>?,
  Maybe<string>?,
]
type PackedResult = readonly [string, string, string, string, ResultRow['state'], string, Maybe<string>?, Maybe<string>?]
type PackedItem = readonly [
  string,
  boolean,
  string,
  string,
  Maybe<string>,
  number,
  number,
  Maybe<NewItem['broken']>?,
  Maybe<NewItem['dependsOn']>?,
  Maybe<NewItem['skipped']>?,
  Maybe<NewItem['isVersion']>?,
]

type PackedSettle = readonly [
  op: 'settle',
  batch: number,
  seq: number,
  attempt: number,
  from: Settle['from'],
  attempts: readonly PackedAttempt[],
  results: readonly PackedResult[],
  files: Settle['files'],
  next: SettledItem,
  at: number,
  parent?: number,
]
type PackedIngest = readonly [
  op: 'ingest',
  batch: number,
  items: readonly PackedItem[],
  position: number,
  done: boolean,
  at: number,
]

export type PackedOp = PackedSettle | PackedIngest | Exclude<LedgerOp, Settle | Ingest>

export function packOp(op: LedgerOp): PackedOp {
  switch (op.op) {
    case 'settle':
      return [
        op.op,
        op.batch,
        op.seq,
        op.attempt,
        op.from,
        op.attempts.map(packAttempt),
        op.results.map(packResult),
        op.files,
        op.next,
        op.at,
        ...(op.parent === undefined ? ([] as const) : ([op.parent] as const)),
      ]
    case 'ingest':
      return [op.op, op.batch, op.items.map(packItem), op.position, op.done, op.at]
    default:
      return op
  }
}

export function unpackOp(packed: PackedOp): LedgerOp {
  if (!isPacked(packed)) return packed
  if (packed[0] === 'ingest') {
    const [op, batch, items, position, done, at] = packed
    return { op, batch, items: items.map(unpackItem), position, done, at }
  }
  const [op, batch, seq, attempt, from, attempts, results, files, next, at, parent] = packed
  return {
    op,
    batch,
    seq,
    attempt,
    from,
    attempts: attempts.map(unpackAttempt),
    results: results.map(unpackResult),
    files,
    next,
    at,
    ...(parent === undefined ? {} : { parent }),
  }
}

/** `Array.isArray` alone does not narrow a union of read-only arrays. */
function isPacked(packed: PackedOp): packed is PackedSettle | PackedIngest {
  return Array.isArray(packed)
}

// The names that an attempt or result usually lacks are left off the end, so that the usual one is short.

function packAttempt({ step, n, outcome, reused, started, ms, code, error, notes }: AttemptRow): PackedAttempt {
  if (code === undefined && error === undefined && notes === undefined) return [step, n, outcome, reused, started, ms]
  return [step, n, outcome, reused, started, ms, code ?? null, error ?? null, notes ?? null]
}

function unpackAttempt([step, n, outcome, reused, started, ms, code, error, notes]: PackedAttempt): AttemptRow {
  const row = { step, n, outcome, reused, started, ms }
  if (code === undefined) return row
  return { ...row, ...named('code', code), ...named('error', error), ...named('notes', notes) }
}

function packResult({ itemId, step, fp, parts, state, value, key, files }: ResultRow): PackedResult {
  if (key === undefined && files === undefined) return [itemId, step, fp, parts, state, value]
  return [itemId, step, fp, parts, state, value, key ?? null, files ?? null]
}

function unpackResult([itemId, step, fp, parts, state, value, key, files]: PackedResult): ResultRow {
  const row = { itemId, step, fp, parts, state, value }
  return key === undefined ? row : { ...row, ...named('key', key), ...named('files', files) }
}

function packItem({ id, idIsHash, data, metadata, stamp, sizeBytes, rank, ...rare }: NewItem): PackedItem {
  const { broken, dependsOn, skipped, isVersion } = rare
  const row = [id, idIsHash, data, metadata, stamp ?? null, sizeBytes, rank] as const
  if (broken === undefined && dependsOn === undefined && skipped === undefined && isVersion === undefined) return row
  return [...row, broken ?? null, dependsOn ?? null, skipped ?? null, isVersion ?? null]
}

function unpackItem([id, idIsHash, data, metadata, stamp, sizeBytes, rank, ...rare]: PackedItem): NewItem {
  const [broken, dependsOn, skipped, isVersion] = rare
  const row = { id, idIsHash, data, metadata, stamp: stamp ?? undefined, sizeBytes, rank }
  if (broken === undefined) return row
  return {
    ...row,
    ...(broken === null ? {} : { broken }),
    ...(dependsOn === null || dependsOn === undefined ? {} : { dependsOn }),
    ...(skipped === null || skipped === undefined ? {} : { skipped }),
    ...(isVersion === null || isVersion === undefined ? {} : { isVersion }),
  }
}

function named<Name extends string>(name: Name, value: Maybe<string> | undefined): { readonly [Key in Name]?: string } {
  // A computed key widens to `string`; there is exactly this one.
  return value === null || value === undefined ? {} : ({ [name]: value } as { [Key in Name]: string })
}
