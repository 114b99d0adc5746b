/** What happened, as the ledger has it: attempts and facts about the batch, in the order of their time. */
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import type { AttemptRecord, EventRow } from '../ledger/rows.ts'
import { attemptsOf, eventsOf as batchEventsOf } from '../report/fold/pages.ts'
import { sampleEvent } from '../report/sample.ts'
import { each } from './each.ts'
import type { InspectedBatch } from './find-batch.ts'

/** One fact of the batch as the ledger has it, in the order of time: an attempt is told when it ended, not when it began. */
export interface EventRecord {
  readonly v: 1
  /** Counts up without gaps: ask for what comes behind it with `after`. */
  readonly seq: number
  /** ISO 8601, UTC. */
  readonly ts: string
  /** The batch_id. */
  readonly run: string
  readonly type: string
  readonly [detail: string]: Json
}

interface Happened {
  readonly at: number
  readonly type: string
  readonly body: JsonObject
}

/** Samples of the machine are left out unless asked for. */
export interface EventFilter {
  readonly after?: number | undefined
  readonly samples?: boolean | undefined
}

/**
 * The facts of a batch behind `after`, oldest first; read in pages, so that any number will do. It ends with what is there:
 * to follow a batch, ask again. Numbers are counted anew on each call, so `after` fits only the same choice of `samples`.
 */
export async function* eventsOf(
  batch: InspectedBatch,
  { after = 0, samples = false }: EventFilter = {},
): AsyncGenerator<EventRecord> {
  let seq = 0
  const facts = batchFacts(batch, samples)
  const attempts = attemptFacts(batch)
  for await (const { at, type, body } of inOrder(facts, attempts)) {
    seq += 1
    if (seq > after) yield { v: 1, seq, ts: new Date(at).toISOString(), run: batch.row.name, type, ...body }
  }
}

async function* batchFacts({ read, row }: InspectedBatch, samples: boolean): AsyncGenerator<Happened> {
  for await (const event of each(batchEventsOf(read, row.batch))) {
    if (samples || event.type !== sampleEvent) yield { at: event.at, type: `batch:${event.type}`, body: bodyOf(event) }
  }
}

function bodyOf({ body }: EventRow): JsonObject {
  const value: unknown = JSON.parse(body)
  return isObject(value) ? (value as JsonObject) : {} // JSON.parse gives JSON
}

async function* attemptFacts({ read, row }: InspectedBatch): AsyncGenerator<Happened> {
  for await (const attempt of each(attemptsOf(read, row.batch))) {
    yield { at: attempt.started + attempt.ms, type: 'batch:attempt', body: attemptBody(attempt, row.stepNames) }
  }
}

function attemptBody(attempt: AttemptRecord, stepNames: readonly string[]): JsonObject {
  const { itemId, step, n, outcome, reused, ms, code, error } = attempt
  return {
    item: { id: itemId },
    step: stepNames[step] ?? null,
    attempt: n,
    outcome,
    reused,
    ms,
    ...(code === undefined ? {} : { code }),
    ...(error === undefined ? {} : { failure: JSON.parse(error) as Json }), // the ledger keeps JSON text
  }
}

/** Two streams as one: whichever comes first by time goes first. */
async function* inOrder(left: AsyncGenerator<Happened>, right: AsyncGenerator<Happened>): AsyncGenerator<Happened> {
  let [a, b] = [await left.next(), await right.next()]
  while (!a.done || !b.done) {
    if (!a.done && (b.done || a.value.at <= b.value.at)) {
      yield a.value
      a = await left.next()
    } else if (!b.done) {
      yield b.value
      b = await right.next()
    }
  }
}
