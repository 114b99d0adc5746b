/** Everything that the report takes from events, in one pass and constant memory. */
import { isObject } from '../../base/json.ts'
import type { EventRow } from '../../ledger/rows.ts'
import type { ActiveTime } from '../active-time.ts'
import { type Machine, machineEvent, parseMachine } from '../machine.ts'
import { OnceRecord } from '../once.ts'
import { parseSample, sampleEvent } from '../sample.ts'
import { parseTurn, type Turn, turnEvent } from '../turn.ts'
import { Timeline } from './timeline.ts'

export interface Warning {
  readonly at: number
  readonly code: string
  readonly message: string
}

const mostTurns = 1_000
const mostWarnings = 100

export class EventFold {
  readonly timeline = new Timeline()
  readonly turns: Turn[] = []
  readonly warnings: Warning[] = []
  /** What was done once, when no item was pending. */
  readonly once = new OnceRecord()
  readonly #time: ActiveTime
  #machine: Machine | undefined
  #turnCount = 0
  #mostWorkers = 0
  #mostRunning = 0

  constructor(time: ActiveTime) {
    this.#time = time
  }

  /** Events of other types are passed over. */
  add(event: EventRow): void {
    if (event.type === sampleEvent) this.#addSample(event)
    if (event.type === turnEvent) this.#addTurn(event)
    if (event.type === machineEvent) this.#machine = parseMachine(event.body) ?? this.#machine
    if (event.type === 'warning') this.#addWarning(event)
    this.once.add(event)
  }

  /** Of the last session. */
  get machine(): Machine | undefined {
    return this.#machine
  }

  /** How many turns there were, listed or not. */
  get turnCount(): number {
    return this.#turnCount
  }

  get mostWorkers(): number {
    return this.#mostWorkers
  }

  get mostRunning(): number {
    return this.#mostRunning
  }

  #addSample({ body }: EventRow): void {
    const sample = parseSample(body)
    if (!sample) return
    this.#mostWorkers = Math.max(this.#mostWorkers, sample.workers)
    this.#mostRunning = Math.max(this.#mostRunning, sample.running)
    this.timeline.add(sample, this.#time.until(sample.at))
  }

  #addTurn({ body }: EventRow): void {
    const turn = parseTurn(body)
    if (!turn) return
    this.#turnCount += 1
    if (this.turns.length < mostTurns) this.turns.push(turn)
  }

  #addWarning({ at, body }: EventRow): void {
    const value: unknown = JSON.parse(body)
    if (!isObject(value) || this.warnings.length >= mostWarnings) return
    this.warnings.push({ at, code: String(value['code'] ?? 'WARNING'), message: String(value['message'] ?? '') })
  }
}
