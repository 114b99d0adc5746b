import type { LedgerQuery, ReplyOf } from './queries.ts'
import type { ControlRow, EventRow } from './rows.ts'
import type { Store } from './store.ts'

type Ask<Name extends LedgerQuery['get']> = Extract<LedgerQuery, { readonly get: Name }>

export function selectEvents(store: Store, { batch, type, after, limit }: Ask<'events'>): readonly EventRow[] {
  const sql =
    'SELECT id, at, type, body FROM event WHERE batch = ?1 AND id > ?2 AND (?4 IS NULL OR type = ?4) ORDER BY id LIMIT ?3'
  return store.all<EventRow>(sql, batch, after, limit, type ?? null).map((row) => ({ ...row }))
}

interface ControlRecord extends Pick<ControlRow, 'verb' | 'args' | 'at'> {
  readonly id: number
  readonly applied: number | null
  readonly answer: string | null
}

export function selectControls(store: Store, { batch, control }: Ask<'controls'>): readonly ControlRow[] {
  const columns = 'SELECT id, verb, args, at, applied, answer FROM control'
  const rows =
    control === undefined
      ? store.all<ControlRecord>(`${columns} WHERE batch = ? AND applied IS NULL ORDER BY id`, batch)
      : store.all<ControlRecord>(`${columns} WHERE batch = ? AND id = ?`, batch, control)
  return rows.map(({ id, verb, args, at, applied, answer }) => ({
    control: id,
    verb,
    args,
    at,
    applied: applied ?? undefined,
    answer: answer ?? undefined,
  }))
}

export function selectProjection(store: Store, { batch, sink }: Ask<'projection'>): ReplyOf<Ask<'projection'>> {
  const sql = 'SELECT cursor, offset FROM projection WHERE batch = ? AND sink = ?'
  const row = store.get<{ cursor: number; offset: number }>(sql, batch, sink)
  return row && { cursor: row.cursor, offset: row.offset }
}
