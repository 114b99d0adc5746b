/** A batch at this moment, from its ledger alone: the same figures as from inside, as the running process keeps them. */
import { type Clock, systemClock } from '../base/clock.ts'
import { isObject } from '../base/json.ts'
import { lastTunes, type TuneEvent, tuneEvent } from '../engine/tuned-before.ts'
import type { BatchRow, EventRow, SessionRow } from '../ledger/rows.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import { ActiveTime } from '../report/active-time.ts'
import { joinGroups } from '../report/error-groups.ts'
import { eventsOf } from '../report/fold/pages.ts'
import { machineEvent } from '../report/machine.ts'
import { type EtaRange, parseSample, type Sample, sampleEvent } from '../report/sample.ts'
import { type BatchStatus, batchStatus } from '../report/status.ts'
import type { FoundBatch } from '../setup/find-batch.ts'
import { each } from './each.ts'
import { findBatches, type InspectedBatch, type InspectionPlace, openFound, rowNow } from './find-batch.ts'
import { isLive } from './owner.ts'

const mostGroups = 1_000
const keptSamples = 60

/** Where a batch stands now, from the ledger alone: a running batch is seen as its process last wrote it. */
export async function statusOf(batch: InspectedBatch, clock: Clock = systemClock): Promise<BatchStatus> {
  const { read } = batch
  const number = batch.row.batch
  const row = await rowNow(batch)
  const { samples, isPaused, tuned } = await lastEvents(batch)
  const sessions = await read({ get: 'sessions', batch: number })
  const state = stateNow(row.state, { live: await isLive(batch), isPaused })
  const { count: retrying } = await read({ get: 'parked', batch: number })
  return batchStatus({
    row: { ...row, state },
    steps: await read({ get: 'steps', batch: number }),
    failures: joinGroups(await read({ get: 'failures', batch: number, limit: mostGroups })),
    retrying,
    session: sessions.length,
    tuned,
    watching: (state === 'running' || state === 'paused') && isWatch(row),
    activeMs: new ActiveTime(sessions, lastSign({ samples, sessions, created: row.created })).totalMs,
    samples,
    ...(state === 'running' ? etaNow(samples.at(-1), clock.wall()) : {}),
  })
}

/** What the running process has estimated last, less the time since. */
function etaNow(newest: Sample | undefined, now: number): { readonly eta?: EtaRange } {
  if (newest?.eta === undefined) return {}
  const ageSeconds = (now - newest.at) / 1000
  const left = (seconds: number) => Math.max(0, seconds - ageSeconds)
  const { seconds, lowSeconds, highSeconds } = newest.eta
  return { eta: { seconds: left(seconds), lowSeconds: left(lowSeconds), highSeconds: left(highSeconds) } }
}

/** Its options, as they were written when it began. */
function isWatch({ sourceDone, optionsJson }: BatchRow): boolean {
  const options: unknown = sourceDone ? {} : JSON.parse(optionsJson)
  return isObject(options) && options['watch'] !== undefined
}

interface Life {
  readonly live: boolean
  readonly isPaused: boolean
}

/** A batch that calls itself running while nobody runs it was interrupted: its process died. */
function stateNow(state: BatchState, { live, isPaused }: Life): BatchState {
  if (state !== 'running' && state !== 'paused') return state
  if (!live) return 'interrupted'
  return isPaused ? 'paused' : 'running'
}

/** The newest samples, what was tuned, and whether the last knob that was turned in this session was `pause`. */
async function lastEvents({ read, row }: InspectedBatch) {
  const samples: Sample[] = []
  const tunes: TuneEvent[] = []
  let isPaused = false
  for await (const event of each(eventsOf(read, row.batch))) {
    const sample = event.type === sampleEvent ? parseSample(event.body) : undefined
    if (sample !== undefined) samples.push(sample)
    if (samples.length > keptSamples) samples.shift()
    isPaused = pausedAfter(event, isPaused)
    const tune = tuneEvent(event)
    if (tune !== undefined) tunes.push(tune)
  }
  return { samples, isPaused, tuned: lastTunes(tunes).map(({ answer }) => answer) }
}

const goesOn: readonly unknown[] = ['resume', 'drain', 'stop', 'cancel']

function pausedAfter({ type, body }: EventRow, before: boolean): boolean {
  if (type === machineEvent) return false // written at the start of every session
  if (type !== 'control') return before
  const turn: unknown = JSON.parse(body)
  const verb = isObject(turn) ? turn['verb'] : undefined
  if (verb === 'pause') return true
  return goesOn.includes(verb) ? false : before
}

interface Signs {
  readonly samples: readonly Sample[]
  readonly sessions: readonly SessionRow[]
  readonly created: number
}

function lastSign({ samples, sessions, created }: Signs): number {
  return Math.max(created, samples.at(-1)?.at ?? 0, sessions.at(-1)?.started ?? 0)
}

/** One batch in a list of them: its counts and times. */
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
  /** null while it has not come to rest. */
  readonly ended_at: string | null
  /** The file that holds it. */
  readonly ledger: string
}

/** Newest first. */
export async function listBatches(place: InspectionPlace = {}): Promise<readonly BatchSummary[]> {
  return Promise.all(findBatches(place).map(batchSummary))
}

async function batchSummary(found: FoundBatch): Promise<BatchSummary> {
  const { succeeded, failed, skipped, cancelled, review } = found.row.counts
  return {
    batch_id: found.row.name,
    pipeline: found.row.pipeline,
    state: await stateFound(found),
    total: found.row.total,
    ...{ succeeded, failed, skipped, cancelled, review },
    started_at: new Date(found.row.created).toISOString(),
    ended_at: found.row.ended === undefined ? null : new Date(found.row.ended).toISOString(),
    ledger: found.file,
  }
}

/** Only a batch that calls itself running is looked at more closely. */
async function stateFound({ file, row }: FoundBatch): Promise<BatchState> {
  if (row.state !== 'running' && row.state !== 'paused') return row.state
  const batch = openFound({ file, row })
  try {
    const { isPaused } = await lastEvents(batch)
    return stateNow(row.state, { live: await isLive(batch), isPaused })
  } finally {
    await batch.close()
  }
}
