/** What is done once, written down: every try and every result is an event of the batch, its files are delivered claims. */
import type { Json } from '../../base/json.ts'
import { takeUnwritten, type Walk } from '../../engine/walk.ts'
import type { AddEvent } from '../../ledger/note-ops.ts'
import type { AttemptRow, KeptResult, ResultRow } from '../../ledger/rows.ts'
import type { Failure } from '../../pipeline/outcome.ts'
import { eventsOf } from '../../report/fold/pages.ts'
import {
  type OnceAttempt,
  type OncePart,
  OnceRecord,
  type OnceResult,
  onceAttemptEvent,
  onceResultEvent,
} from '../../report/once.ts'
import type { OnceSetting } from './once-setting.ts'

export interface OnceContext {
  readonly part: OncePart
  /** What the items have come to: the number of the newest attempt. */
  readonly made: number
}

export async function readOnce({ ledger, row }: Pick<OnceSetting, 'ledger' | 'row'>): Promise<OnceRecord> {
  const record = new OnceRecord()
  for await (const page of eventsOf((query) => ledger.read(query), row.batch)) for (const event of page) record.add(event)
  return record
}

/** Results that hold for what there is now, as a walk looks for them. */
export function keptOnce(record: OnceRecord, batch: number, { part, made }: OnceContext): readonly KeptResult[] {
  return record.results.flatMap((result) => {
    const { step, fp, state, value, files } = result
    if (result.part !== part || result.made !== made || (state !== 'done' && state !== 'unknown')) return []
    return [{ batch, step, fp, state, key: undefined, value: JSON.stringify(value), blob: undefined, files }]
  })
}

/** Everything of the walk that the ledger has not been told; resolves, with its tries, when it is durable. */
export async function keepOnce(
  walk: Walk,
  rows: readonly ResultRow[],
  { setting, context, step }: KeepCase,
): Promise<readonly OnceAttempt[]> {
  const { ledger, row, clock } = setting
  const { attempts, results, files } = takeUnwritten(walk)
  const at = clock.wall()
  const told = attempts.filter(({ reused }) => !reused).map((attempt) => attemptOf(attempt, context, step))
  const made = [...results, ...rows].map((result) => resultOf(result, context))
  const event = (type: string, body: object): AddEvent => ({
    op: 'event',
    batch: row.batch,
    type,
    at,
    body: JSON.stringify(body),
  })
  if (told.length + made.length + files.length === 0) return told
  await ledger.commit([
    ...told.map((one) => event(onceAttemptEvent, one)),
    ...made.map((one) => event(onceResultEvent, one)),
    ...(files.length === 0 ? [] : [{ op: 'deliver', batch: row.batch, itemId: walk.item.id, files } as const]),
  ])
  return told
}

interface KeepCase {
  readonly setting: OnceSetting
  readonly context: OnceContext
  readonly step: string
}

function attemptOf({ n, outcome, ms, error }: AttemptRow, { part }: OnceContext, step: string): OnceAttempt {
  const failure = error === undefined ? {} : { failure: withoutStack(JSON.parse(error) as Failure) } // written from this type
  return { part, step, attempt: n, outcome, ms: Math.round(ms), ...failure }
}

function withoutStack({ stack: _, ...failure }: Failure): Failure {
  return failure
}

function resultOf({ step, fp, state, value, files }: ResultRow, { part, made }: OnceContext): OnceResult {
  const kept = JSON.parse(value) as Json // the engine writes JSON
  return { part, step, fp, made, state, value: kept, ...(files === undefined ? {} : { files }) }
}
