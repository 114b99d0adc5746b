/**
 * Knobs of a batch, turned from outside. A live owner is asked and answers in the ledger; where there is none, the caller
 * takes the ledger and does it itself.
 */
import { type Clock, systemClock } from '../base/clock.ts'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { readTune, type Tune, tuneFacts } from '../engine/tune.ts'
import { askOwner } from '../ledger/ask-owner.ts'
import { openLedger } from '../ledger/sqlite.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import type { ControlVerb } from '../setup/request.ts'
import { fromJson } from '../setup/stored-pipeline.ts'
import { type InspectedBatch, rowNow } from './find-batch.ts'
import { isLive, isOwned } from './owner.ts'

/** Something to be done to a batch from outside, with its arguments. */
export interface ControlRequest {
  readonly verb: ControlVerb
  /** What the verb needs: for `tune`, what to change and to what. */
  readonly args?: JsonObject
  /** How long to wait for the owner's answer. @default 10 seconds */
  readonly timeoutMs?: number
  readonly clock?: Clock
}

/** What became of a request: the answer of the process that runs the batch, or of the ledger where nobody does. */
export interface ControlReply {
  readonly batch_id: string
  readonly verb: ControlVerb
  /** A sentence. */
  readonly answer: string
  /** False: nobody runs the batch, the ledger was changed directly or had nothing to change. */
  readonly live: boolean
}

const pollMs = 50

/** @throws UsageError NO_ANSWER where a live owner does not answer in time, NOT_RUNNING where there is nothing to turn, TUNE_REFUSED. */
export async function controlBatch(batch: InspectedBatch, request: ControlRequest): Promise<ControlReply> {
  if (request.verb === 'tune') tuneOf(batch, request.args ?? {})
  const live = await isLive(batch)
  const answer = live ? await askLive(batch, request) : await applyAtRest(batch, request)
  return { batch_id: batch.row.name, verb: request.verb, answer, live }
}

/** What cannot be done is refused before anything is written. */
function tuneOf({ row }: InspectedBatch, args: JsonObject): Tune {
  const tune = readTune(args, tuneFacts(fromJson(row.pipelineJson)))
  if (typeof tune === 'string') throw tuneRefused(tune)
  return tune
}

async function askLive(
  batch: InspectedBatch,
  { verb, args = {}, timeoutMs = 10_000, clock = systemClock }: ControlRequest,
): Promise<string> {
  const number = batch.row.batch
  const control = askOwner(batch.ledger, { batch: number, verb, args: JSON.stringify(args), at: clock.wall() })
  const deadline = clock.now() + timeoutMs
  for (;;) {
    const [row] = await batch.read({ get: 'controls', batch: number, control })
    if (row?.answer !== undefined) return row.answer
    if (!isOwned(batch.ledger)) throw ownerGone(batch)
    if (clock.now() >= deadline) throw noAnswer(batch, timeoutMs)
    await clock.sleep(pollMs)
  }
}

async function applyAtRest(batch: InspectedBatch, request: ControlRequest): Promise<string> {
  if (request.verb !== 'cancel' && request.verb !== 'tune') throw notRunning(batch, request.verb)
  const { state, counts } = await rowNow(batch)
  const pending = counts.blocked + counts.ready + counts.running + counts.waiting
  const clock = request.clock ?? systemClock
  if (request.verb === 'tune') return tuneAtRest(batch, { state, args: request.args ?? {} }, clock)
  if (pending === 0) return `nothing to cancel: the batch is ${state} and no item is pending`
  return cancelAtRest(batch, clock)
}

async function cancelAtRest({ ledger: file, row }: InspectedBatch, clock: Clock): Promise<string> {
  const ledger = await openLedger({ file, durability: 'full' })
  try {
    const at = clock.wall()
    const reason = 'cancelled by a person'
    const [{ cancelled }] = await ledger.commit([
      { op: 'cancel-pending', batch: row.batch, reason, at },
      { op: 'batch-state', batch: row.batch, state: 'cancelled', reason, ended: at },
      { op: 'event', batch: row.batch, type: 'control', at, body: JSON.stringify({ verb: 'cancel', args: {}, answer: reason }) },
    ])
    return `cancelled ${cancelled} items that were pending`
  } finally {
    await ledger.close()
  }
}

interface TuneAtRest {
  readonly state: BatchState
  readonly args: JsonObject
}

/** Written down as it would be by an owner: whoever goes on with the batch finds it there. */
async function tuneAtRest(batch: InspectedBatch, { state, args }: TuneAtRest, clock: Clock): Promise<string> {
  const { ledger: file, row } = batch
  const tune = tuneOf(batch, args)
  if (state === 'cancelled')
    throw new UsageError('NOT_RUNNING', `Expected batch ${row.name} to be one that can go on, to tune it: it was cancelled.`, {
      fix: 'Start a new one with `millrace run`: what was done is reused.',
    })
  const ledger = await openLedger({ file, durability: 'full' })
  try {
    const body = JSON.stringify({ verb: 'tune', args, answer: tune.text })
    await ledger.commit([{ op: 'event', batch: row.batch, type: 'control', at: clock.wall(), body }])
    return `${tune.text}, from the next \`millrace ${state === 'completed' ? 'retry' : 'resume'}\` on: nobody runs the batch now`
  } finally {
    await ledger.close()
  }
}

function tuneRefused(why: string): UsageError {
  return new UsageError('TUNE_REFUSED', `${why[0]?.toUpperCase() ?? ''}${why.slice(1)}.`.replace(/\.\.$/, '.'), {
    fix: '`millrace tune --help` shows what can be changed.',
  })
}

function notRunning({ row }: InspectedBatch, verb: ControlVerb): UsageError {
  return new UsageError('NOT_RUNNING', `Expected batch ${row.name} to be running, to ${verb} it: no process runs it.`, {
    fix: `Continue it with \`millrace resume ${row.name}\`.`,
  })
}

function ownerGone({ row }: InspectedBatch): UsageError {
  return new UsageError('NOT_RUNNING', `The process that ran batch ${row.name} ended before it answered.`, {
    fix: `See where it stands with \`millrace status ${row.name}\`.`,
  })
}

function noAnswer({ row }: InspectedBatch, timeoutMs: number): UsageError {
  return new UsageError(
    'NO_ANSWER',
    `The process that runs batch ${row.name} did not answer within ${timeoutMs / 1000} seconds.`,
    {
      fix: 'It may be stopped (Ctrl-Z) or busy with another batch of the same ledger: the request stays, it is answered when the process goes on.',
    },
  )
}
