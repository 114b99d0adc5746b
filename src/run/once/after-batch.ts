/**
 * What is done once, when no item is pending: first one result of all, then the steps after the batch. Duties:
 * 1. say what the batch came to, in names; 2. aggregate; 3. run the steps; 4. say why the batch has to stop, if it has.
 */
import { resolve } from 'node:path'
import type { Json, JsonObject } from '../../base/json.ts'
import {
  type Aggregate,
  aggregateDefinition,
  aggregateName,
  aggregateStep,
  readAggregate,
} from '../../engine/aggregate/aggregate-step.ts'
import { planSteps } from '../../engine/planned-step.ts'
import type { StopReason } from '../../engine/stop-rule.ts'
import type { BatchRow, ItemCounts } from '../../ledger/rows.ts'
import type { AggregationDefinition } from '../../pipeline/definition.ts'
import type { OnceRecord } from '../../report/once.ts'
import { createdFiles } from './created-files.ts'
import { readOnce } from './once-notes.ts'
import type { OnceSetting } from './once-setting.ts'
import { runOnce } from './run-once.ts'

export interface AfterBatch {
  /** Absent: everything is done. */
  readonly stop: StopReason | undefined
  /** Of all results, where the pipeline asks for one. */
  readonly summary: string | null
}

/** Rejects only for bugs and a lost ledger. */
export async function afterBatch(setting: OnceSetting): Promise<AfterBatch> {
  const { aggregation, after } = setting.prepared
  const row = await rowNow(setting)
  const record = await readOnce(setting)
  const facts = factsOf(row, await outputCounts(row, setting), setting)
  const aggregated = aggregation === undefined ? nothing : await aggregate(setting, { row, record, facts })
  const summary = summaryOf(aggregated.value)
  if (aggregated.stop !== undefined || after.length === 0) return { stop: aggregated.stop, summary }
  const names = {
    ...facts,
    ...aggregateNames(aggregated.value),
    ...(await filesFor(setting)),
    output_path: setting.prepared.places.root,
  }
  const stop = await runOnce(setting, { part: 'after', made: row.lastAttempt, steps: after, names, record })
  return { stop, summary }
}

interface Aggregated {
  readonly stop: StopReason | undefined
  readonly value: Aggregate | undefined
}

const nothing: Aggregated = { stop: undefined, value: undefined }

interface AggregateCase {
  readonly row: BatchRow
  readonly record: OnceRecord
  readonly facts: JsonObject
}

async function aggregate(setting: OnceSetting, { row, record, facts }: AggregateCase): Promise<Aggregated> {
  const { prepared, ledger } = setting
  const { pipeline, aggregation } = prepared
  const definition: AggregationDefinition = pipeline.aggregation ?? {}
  const { fold, version = '1' } = aggregation ?? {}
  const step = aggregateStep({ ledger, batch: row.batch, definition, fold, version })
  const place = { folder: pipeline.folder, config: pipeline.config }
  const steps = await planSteps([aggregateDefinition(definition)], new Map([[step.kind, step]]), place)
  const names: Record<string, Json> = { ...facts }
  const stop = await runOnce(setting, { part: 'aggregation', made: row.lastAttempt, steps, names, record })
  return { stop, value: readAggregate(names[aggregateName]) }
}

async function rowNow({ ledger, row }: OnceSetting): Promise<BatchRow> {
  const now = await ledger.read({ get: 'batch', batch: row.batch })
  if (now === undefined) throw new TypeError(`Expected batch ${row.batch} in its own ledger.`)
  return now
}

/** Names of an aggregation's template, and of every step after the batch. */
function factsOf({ name }: BatchRow, counts: OutputCounts, { prepared }: OnceSetting): JsonObject {
  return { ...counts, batch_id: name, config: prepared.pipeline.config }
}

interface OutputCounts extends Pick<ItemCounts, 'succeeded' | 'failed' | 'skipped' | 'cancelled' | 'review'> {
  readonly total: number
}

/** As a fold counts, and unlike the result of the batch: parts that were merged, and items that parts stand for, are none. */
async function outputCounts({ batch, total, counts, children }: BatchRow, { ledger }: OnceSetting): Promise<OutputCounts> {
  const inner = children === 0 ? undefined : await ledger.read({ get: 'inner', batch })
  const less = (state: keyof ItemCounts) => counts[state] - (inner?.[state] ?? 0)
  return {
    total: total - Object.values(inner ?? {}).reduce((sum, count) => sum + count, 0),
    succeeded: less('succeeded'),
    failed: less('failed'),
    skipped: less('skipped'),
    cancelled: less('cancelled'),
    review: less('review'),
  }
}

function aggregateNames(value: Aggregate | undefined): JsonObject {
  return value === undefined ? {} : { aggregate: value.text ?? value.fold, fold: value.fold }
}

function summaryOf(value: Aggregate | undefined): string | null {
  if (value === undefined) return null
  return value.text ?? JSON.stringify(value.fold)
}

/** As long as the list is, it is only made where a step asks for it. */
async function filesFor({ prepared, ledger, row }: OnceSetting): Promise<JsonObject> {
  const isAsked = prepared.after.some(({ work, condition }) => {
    const reads = [...(work?.reads ?? []), ...(condition?.names ?? [])]
    return work?.plan.readsAll === true || reads.some((name) => name.split('.')[0] === 'created_files')
  })
  if (!isAsked) return { created_files: [] }
  const { output } = prepared.pipeline
  const document =
    prepared.sink.form === 'projection' && output.path !== '-' && output.type !== 'report' ? [resolve(output.path)] : []
  return { created_files: [...(await createdFiles(ledger, row.batch)), ...document] }
}
