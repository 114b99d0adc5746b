/** Whom an item waits for, or waited for, before its first step. */
import type { DependencyRow, ItemRow } from '../ledger/rows.ts'
import type { OnFailure } from '../pipeline/dependency.ts'
import { type ItemState, isEnded } from '../pipeline/outcome.ts'
import type { InspectedBatch } from './find-batch.ts'

export interface ExplainedDependency {
  /** While the source is read: the name that the item gave. */
  readonly id: string
  /** null while the source is read. */
  readonly state: ItemState | null
  readonly on_failure: OnFailure
}

export interface Waiting {
  /** The first thousand. */
  readonly depends_on: readonly ExplainedDependency[]
  /** A sentence while the item is blocked. */
  readonly waitsFor: string | undefined
}

const mostDependencies = 1_000

export async function waitingOf({ read, row }: InspectedBatch, { seq, state }: ItemRow): Promise<Waiting> {
  const rows = await read({ get: 'dependencies', batch: row.batch, seq, limit: mostDependencies })
  return {
    depends_on: rows.map(({ id, state: stands, onFailure }) => ({ id, state: stands ?? null, on_failure: onFailure })),
    waitsFor: state === 'blocked' ? sentence(rows) : undefined,
  }
}

const mostNamed = 5

/** `waits for a (running), b and 7 more` */
function sentence(rows: readonly DependencyRow[]): string {
  const open = rows.filter(({ state }) => state === undefined || !isEnded(state))
  const named = open.slice(0, mostNamed).map(({ id, state }) => (state === 'running' ? `${id} (running)` : id))
  const more = open.length > named.length ? ` and ${open.length - named.length} more` : ''
  return `waits for ${named.join(', ')}${more}`
}
