/** A batch at this moment, from its ledger alone: the same figures as from inside, without the estimate of the end. */
import type { SessionRow } from '../ledger/rows.ts'
import { ActiveTime } from '../report/active-time.ts'
import { joinGroups } from '../report/error-groups.ts'
import { eventsOf } from '../report/fold/pages.ts'
import { parseSample, type Sample, sampleEvent } from '../report/sample.ts'
import { type BatchStatus, batchStatus } from '../report/status.ts'
import type { FoundBatch } from '../setup/find-batch.ts'
import { each } from './each.ts'
import { findBatches, type InspectedBatch, type InspectionPlace, rowNow } from './find-batch.ts'
import { isOwned } from './owner.ts'

const mostGroups = 1_000
const keptSamples = 60

export async function statusOf(batch: InspectedBatch): Promise<BatchStatus> {
  const { read, ledger } = batch
  const number = batch.row.batch
  const row = await rowNow(batch)
  const samples = await lastSamples(batch)
  const sessions = await read({ get: 'sessions', batch: number })
  const state = stateNow(row.state, isOwned(ledger))
  const { count: retrying } = await read({ get: 'parked', batch: number })
  return batchStatus({
    row: { ...row, state },
    steps: await read({ get: 'steps', batch: number }),
    failures: joinGroups(await read({ get: 'failures', batch: number, limit: mostGroups })),
    retrying,
    session: sessions.length,
    activeMs: new ActiveTime(sessions, lastSign({ samples, sessions, created: row.created })).totalMs,
    samples,
  })
}

/** A batch that calls itself running while nobody holds its lock was interrupted: its process died. */
function stateNow(state: BatchStatus['state'], hasOwner: boolean): BatchStatus['state'] {
  return (state === 'running' || state === 'paused') && !hasOwner ? 'interrupted' : state
}

async function lastSamples({ read, row }: InspectedBatch): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for await (const event of each(eventsOf(read, row.batch))) {
    const sample = event.type === sampleEvent ? parseSample(event.body) : undefined
    if (sample !== undefined) samples.push(sample)
    if (samples.length > keptSamples) samples.shift()
  }
  return samples
}

interface Signs {
  readonly samples: readonly Sample[]
  readonly sessions: readonly SessionRow[]
  readonly created: number
}

function lastSign({ samples, sessions, created }: Signs): number {
  return Math.max(created, samples.at(-1)?.at ?? 0, sessions.at(-1)?.started ?? 0)
}

export interface BatchSummary {
  readonly batch_id: string
  readonly pipeline: string
  readonly state: BatchStatus['state']
  readonly total: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
  readonly cancelled: number
  readonly review: number
  readonly started_at: string
  readonly ended_at: string | null
  readonly ledger: string
}

/** Newest first. */
export async function listBatches(place: InspectionPlace = {}): Promise<readonly BatchSummary[]> {
  const owned = new Map<string, boolean>()
  const found = findBatches(place)
  for (const { file } of found) if (!owned.has(file)) owned.set(file, isOwned(file))
  return found.map((each) => batchSummary(each, owned.get(each.file) ?? false))
}

function batchSummary({ file, row }: FoundBatch, hasOwner: boolean): BatchSummary {
  const { succeeded, failed, skipped, cancelled, review } = row.counts
  return {
    batch_id: row.name,
    pipeline: row.pipeline,
    state: stateNow(row.state, hasOwner),
    total: row.total,
    ...{ succeeded, failed, skipped, cancelled, review },
    started_at: new Date(row.created).toISOString(),
    ended_at: row.ended === undefined ? null : new Date(row.ended).toISOString(),
    ledger: file,
  }
}
