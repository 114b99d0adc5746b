import type { Ledger } from '../../src/ledger/ledger.ts'
import type { Settle, SettledItem } from '../../src/ledger/ops.ts'
import type { AttemptRow, NewBatch, NewItem, ResultRow } from '../../src/ledger/rows.ts'

export const session = { pid: 1, host: 'here', boot: 'b1', at: 10 }

export function newBatch(fields: Partial<NewBatch> = {}): NewBatch {
  return {
    name: 'first',
    pipeline: 'p',
    pipelineJson: '{}',
    optionsJson: '{}',
    codeJson: '{}',
    stepNames: ['read', 'write'],
    startsAfterIngest: false,
    outputRoot: '/out',
    created: 1,
    ...fields,
  }
}

export function newItem(id: string, fields: Partial<NewItem> = {}): NewItem {
  return { id, idIsHash: false, data: `"${id}"`, metadata: '{}', stamp: undefined, sizeBytes: 1, rank: 0, ...fields }
}

export function attempt(fields: Partial<AttemptRow> = {}): AttemptRow {
  return { step: 0, n: 1, outcome: 'succeeded', reused: false, started: 20, ms: 1, ...fields }
}

export function result(itemId: string, fields: Partial<ResultRow> = {}): ResultRow {
  return { itemId, step: 'read', fp: 'f'.repeat(64), parts: '{}', state: 'done', value: '1', ...fields }
}

/** A settle of attempt 1 that came straight from ready, with one succeeded attempt. */
export function settle(batch: number, seq: number, fields: Partial<Settle> = {}): Settle {
  const next: SettledItem = { state: 'succeeded', outputBytes: 0 }
  const fixed = { op: 'settle', batch, seq, attempt: 1, from: 'ready', results: [], files: [], at: 30 } as const
  return { ...fixed, attempts: [attempt()], next, ...fields }
}

/** A batch with these items; its number. */
export async function batchOf(ledger: Ledger, ids: readonly string[], fields: Partial<NewBatch> = {}): Promise<number> {
  const [{ batch }] = await ledger.commit([{ op: 'open-batch', batch: newBatch(fields), session }])
  await addItems(
    ledger,
    batch,
    ids.map((id) => newItem(id)),
  )
  return batch
}

export async function addItems(ledger: Ledger, batch: number, items: readonly NewItem[], done = true): Promise<void> {
  await ledger.commit([{ op: 'ingest', batch, items, position: items.length, done, at: 11 }])
}

export async function counts(ledger: Ledger, batch: number): Promise<Record<string, number>> {
  const row = await ledger.read({ get: 'batch', batch })
  return Object.fromEntries(Object.entries(row?.counts ?? {}).filter(([, count]) => count !== 0))
}

export async function readyIds(ledger: Ledger, batch: number, step = 0): Promise<string[]> {
  return (await ledger.window({ batch, step, limit: 100 })).map(({ id }) => id)
}

export async function endedIds(ledger: Ledger, batch: number, after = 0): Promise<string[]> {
  return (await ledger.read({ get: 'ended', batch, after, limit: 100 })).map(({ id }) => id)
}
