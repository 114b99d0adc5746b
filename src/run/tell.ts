/** Tells what has become true: from the engine's facts to the events of the catalogue. Builds nothing while nobody listens. */
import type { Clock } from '../base/clock.ts'
import type { Json, JsonObject } from '../base/json.ts'
import type { Adjustment } from '../engine/gates/adaptive.ts'
import type { BreakerPhase } from '../engine/gates/breaker.ts'
import type { IngestedRows } from '../engine/ingest.ts'
import type { Tally } from '../engine/tally.ts'
import type { Throttle, Walk, WalkEnd } from '../engine/walk.ts'
import type { EventBus } from '../events/bus.ts'
import type { EventItem } from '../events/names.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Cascade, CascadedEnd } from '../ledger/ops.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { BatchOutput, Failure } from '../pipeline/outcome.ts'
import type { PreparedBatch } from '../setup/prepared.ts'

interface EndedEntry {
  readonly id: string
  readonly sizeBytes: number
  readonly state: 'failed' | 'skipped'
  readonly reason?: string
  readonly failure?: Failure
}

export interface TellSetting {
  readonly bus: EventBus
  readonly ledger: Ledger
  readonly row: BatchRow
  readonly tally: Tally
  readonly clock: Clock
  readonly steps: PreparedBatch['steps']
  /** Where nobody shows what hooks print: prints it. */
  readonly print?: ((line: string) => void) | undefined
}

export class Teller {
  readonly #setting: TellSetting
  readonly #started = new WeakSet<Walk>()

  constructor(setting: TellSetting) {
    this.#setting = setting
  }

  started(walk: Walk): void {
    const { bus, row } = this.#setting
    if (!bus.hasListeners || this.#started.has(walk)) return
    this.#started.add(walk)
    bus.emit('batch:item:start', { batch_id: row.name, item: eventItem(walk), attempt: walk.attempt })
  }

  settled(walk: Walk, end: WalkEnd, ms: number): void {
    if (!this.#setting.bus.hasListeners) return
    const throttle = throttleOf(end)
    // It has only waited.
    if (end.kind === 'parked' && throttle === undefined) return
    this.started(walk)
    if (throttle !== undefined) this.#throttled(walk, throttle)
    else if (end.kind === 'retry') this.#retried(walk, end)
    if (end.kind === 'ended') this.#ended(walk, end, ms)
  }

  /** Items ended because of others. */
  cascaded({ failed, skipped, ends }: Cascade): void {
    const { bus, tally } = this.#setting
    if (!bus.hasListeners) return
    for (const [index, end] of ends.entries()) this.#fell(end, tally.completed - (failed + skipped) + index + 1)
  }

  /** Entries that ended before their first step: they have an end and no start. Told before the tally counts them. */
  endedAtOnce({ refused, leftOut, inserted }: Pick<IngestedRows, 'refused' | 'leftOut' | 'inserted'>): void {
    const { bus, tally } = this.#setting
    if (!bus.hasListeners) return
    const total = tally.total + inserted
    const failed = refused.map(
      ({ code, message, ...entry }) => ({ ...entry, state: 'failed', failure: { code, message } }) as const,
    )
    const skipped = leftOut.map((entry) => ({ ...entry, state: 'skipped' }) as const)
    for (const [index, end] of [...failed, ...skipped].entries())
      this.#noStart(end, { completed: tally.completed + index + 1, total })
  }

  #noStart({ id, sizeBytes, ...end }: EndedEntry, counts: { readonly completed: number; readonly total: number }): void {
    const { bus, row } = this.#setting
    const metrics = { attempts: 0, seconds: 0, input_bytes: sizeBytes, output_bytes: 0 }
    const error = end.failure === undefined ? {} : { error: `${end.failure.code}: ${end.failure.message}` }
    bus.emit('batch:item:end', {
      ...{ batch_id: row.name, item: { id }, ...end, ...counts },
      output: { id, success: false, state: end.state, ...error, metrics },
      ...{ input_bytes: sizeBytes, output_bytes: 0, reused: false, ms: 0 },
    })
  }

  warn(code: string, message: string): void {
    this.keep('warning', { code, message })
    this.#setting.bus.emit('batch:warning', { batch_id: this.#setting.row.name, code, message })
  }

  /** A line for a person. Written down nowhere. */
  say(source: string, text: string): void {
    const { bus, row, print } = this.#setting
    print?.(text)
    bus.emit('batch:log', { batch_id: row.name, source, text })
  }

  adjusted({ workers, why }: Adjustment): void {
    this.controlled({ verb: 'auto', args: { workers }, answer: `workers: ${workers}: ${why}` })
  }

  /** Tells a knob that was turned; answers with the answer. */
  controlled({ verb, args, answer }: { readonly verb: string; readonly args: JsonObject; readonly answer: string }): string {
    this.keep('control', { verb, args, answer })
    this.#setting.bus.emit('batch:control', { batch_id: this.#setting.row.name, verb, args, answer })
    return answer
  }

  /** A breaker has opened, lets one attempt through, or has closed. */
  breaker(limit: string, phase: BreakerPhase): void {
    const { bus, row, clock } = this.#setting
    const state = phase.name === 'half-open' ? 'half_open' : phase.name
    const waitMs = phase.name === 'open' ? phase.waitMs : 0
    this.keep('breaker', { limit, state, at: clock.wall() })
    bus.emit('batch:breaker', { batch_id: row.name, limit, state, reason: breakerReasons[state], wait_ms: waitMs })
  }

  #throttled(walk: Walk, { failure, waitMs }: Throttle): void {
    const { bus, row, steps } = this.#setting
    const step = steps[walk.step]?.definition
    const told = { item: eventItem(walk), step: step?.name ?? '', limits: step?.limits ?? [], failure, wait_ms: waitMs }
    bus.emit('batch:throttled', { batch_id: row.name, ...told })
  }

  #retried(walk: Walk, { failure, tries, waitMs }: Extract<WalkEnd, { kind: 'retry' }>): void {
    const { bus, row, steps } = this.#setting
    const step = steps[walk.step]?.definition
    const attempts = { attempt: tries, attempts: step?.retry.attempts ?? 1 }
    bus.emit('batch:retry', {
      batch_id: row.name,
      item: eventItem(walk),
      step: step?.name ?? '',
      ...attempts,
      failure,
      wait_ms: waitMs,
    })
  }

  #ended(walk: Walk, end: Extract<WalkEnd, { kind: 'ended' }>, ms: number): void {
    const { bus, row, tally } = this.#setting
    const { state, reason, failure } = end
    bus.emit('batch:item:end', {
      batch_id: row.name,
      item: eventItem(walk),
      state,
      ...(reason === undefined ? {} : { reason }),
      ...(failure === undefined ? {} : { failure }),
      output: outputOf(walk, end, ms),
      input_bytes: walk.ready.sizeBytes,
      output_bytes: walk.outputBytes,
      reused: walk.isReused && state === 'succeeded',
      ms,
      completed: tally.completed,
      total: tally.total,
    })
  }

  #fell({ id, state, code, reason }: CascadedEnd, completed: number): void {
    const { bus, row, tally } = this.#setting
    const failure = state === 'failed' ? { failure: { code, message: reason } } : {}
    const error = state === 'failed' ? { error: `${code}: ${reason}` } : {}
    const metrics = { attempts: 0, seconds: 0, input_bytes: 0, output_bytes: 0 }
    bus.emit('batch:item:end', {
      ...{ batch_id: row.name, item: { id }, state, reason, ...failure },
      output: { id, success: false, state, ...error, metrics },
      ...{ input_bytes: 0, output_bytes: 0, reused: false, ms: 0, completed, total: tally.total },
    })
  }

  /** Writes it down for the report and the audit; nobody is told. */
  keep(type: string, body: Json): void {
    const { ledger, row, clock } = this.#setting
    // Told whether or not the audit row can be written: a lost ledger is reported by the commits of the items.
    ledger.commit([{ op: 'event', batch: row.batch, type, at: clock.wall(), body: JSON.stringify(body) }]).catch(() => undefined)
  }
}

const breakerReasons = {
  open: 'the service fails',
  half_open: 'one attempt is let through, to see whether the service works again',
  closed: 'the service works again',
} as const

function throttleOf(end: WalkEnd): Throttle | undefined {
  if (end.kind === 'parked') return end.throttle
  return end.kind === 'retry' && end.isThrottled === true ? end : undefined
}

function eventItem({ item, file }: Walk): EventItem {
  return { id: item.id, ...(file === undefined ? {} : { path: file }) }
}

function outputOf(walk: Walk, { state, reason, failure }: Extract<WalkEnd, { kind: 'ended' }>, ms: number): BatchOutput {
  const error = failure === undefined ? reason : `${failure.code}: ${failure.message}`
  const hasError = state === 'failed' || state === 'review'
  return {
    id: walk.item.id,
    success: state === 'succeeded',
    state,
    ...(walk.result === undefined || state !== 'succeeded' ? {} : { result: walk.result.value }),
    ...(hasError && error !== undefined ? { error } : {}),
    metrics: { attempts: walk.attempt, seconds: ms / 1000, input_bytes: walk.ready.sizeBytes, output_bytes: walk.outputBytes },
  }
}
