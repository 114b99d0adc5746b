/**
 * Hands to the ledger what walks have made. Start marks are posted and not awaited; a walk that ends before its mark
 * was sent writes no mark at all, which is what makes short steps cheap.
 */
import type { Clock } from '../base/clock.ts'
import { toError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { LedgerOp, Settle, SettledItem, Start } from '../ledger/ops.ts'
import type { ResultRow } from '../ledger/rows.ts'
import { takeUnwritten, type Walk, type WalkEnd } from './walk.ts'

export interface JournalSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly clock: Clock
  /** Wall clock that moves with the monotonic one: due times do not jump when the system's clock is set. */
  readonly steadyWall: () => number
  /** Walks whose start the ledger has now. */
  readonly onStarted: (walk: Walk) => void
  /** Nothing can be written any more. */
  readonly onLost: (error: Error) => void
}

export class Journal {
  readonly #setting: JournalSetting
  readonly #unmarked = new Set<Walk>()
  #isScheduled = false

  constructor(setting: JournalSetting) {
    this.#setting = setting
  }

  starting(walk: Walk): void {
    if (walk.isMarked || this.#unmarked.has(walk)) return
    this.#unmarked.add(walk)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => this.#mark())
  }

  /** Resolves when the ledger has the start: whatever happens to the process from now on is known to be this item's. */
  async mark(walk: Walk): Promise<void> {
    walk.isMarked = true
    await this.#setting.ledger.commit([this.#start(walk)])
    this.#setting.onStarted(walk)
  }

  async keep(walk: Walk, rows: readonly ResultRow[]): Promise<void> {
    const { ledger, onStarted } = this.#setting
    const isNew = !walk.isMarked
    walk.unwritten.results.push(...rows)
    await ledger.commit(this.#keepOps(walk))
    if (isNew) onStarted(walk)
  }

  post(walk: Walk): void {
    this.#setting.ledger.commit(this.#keepOps(walk)).catch((thrown) => this.#setting.onLost(toError(thrown)))
  }

  /** Resolves with the place in the order of ends, when the end of the walk is durable. */
  async settle(walk: Walk, end: WalkEnd): Promise<number | undefined> {
    this.#unmarked.delete(walk)
    const { batch, ledger, clock } = this.#setting
    const next = this.#next(walk, end)
    const from = walk.isMarked ? 'running' : 'ready'
    const op: Settle = {
      op: 'settle',
      batch,
      seq: walk.ready.seq,
      attempt: walk.attempt,
      from,
      ...takeUnwritten(walk),
      next,
      at: clock.wall(),
    }
    const [answer] = await ledger.commit([op])
    return answer.ended
  }

  #mark(): void {
    this.#isScheduled = false
    const walks = [...this.#unmarked]
    this.#unmarked.clear()
    if (walks.length === 0) return
    for (const walk of walks) walk.isMarked = true
    const { ledger, onStarted, onLost } = this.#setting
    ledger.commit(walks.map((walk) => this.#start(walk))).then(
      () => walks.forEach(onStarted),
      (thrown) => onLost(toError(thrown)),
    )
  }

  #start(walk: Walk): Start {
    const { batch, clock } = this.#setting
    return { op: 'start', batch, seq: walk.ready.seq, attempt: walk.attempt, step: walk.step, at: clock.wall() }
  }

  #keepOps(walk: Walk): LedgerOp[] {
    const keep: LedgerOp = {
      op: 'keep',
      batch: this.#setting.batch,
      seq: walk.ready.seq,
      attempt: walk.attempt,
      ...takeUnwritten(walk),
    }
    if (walk.isMarked) return [keep]
    this.#unmarked.delete(walk)
    walk.isMarked = true
    return [this.#start(walk), keep]
  }

  #next(walk: Walk, end: WalkEnd): SettledItem {
    switch (end.kind) {
      case 'ended':
        return ended(walk, end)
      case 'retry':
        // The furthest step that it came to: what it has used up there is not forgotten when an earlier one fails.
        return {
          state: 'ready',
          step: Math.max(walk.step, walk.ready.step),
          tries: end.tries,
          due: this.#setting.steadyWall() + end.waitMs,
        }
      default:
        // Not its fault: the try does not count.
        return { state: 'ready', step: walk.ready.step, tries: walk.ready.tries }
    }
  }
}

function ended(walk: Walk, { state, reason, failure }: Extract<WalkEnd, { kind: 'ended' }>): SettledItem {
  const text = reason ?? failure?.message
  const result = state === 'succeeded' ? walk.result : undefined
  if (result?.row !== undefined) walk.unwritten.results.push(result.row)
  return {
    state,
    outputBytes: state === 'succeeded' ? walk.outputBytes : 0,
    ...(failure === undefined ? {} : { code: failure.code }),
    ...(text === undefined ? {} : { reason: text }),
    ...(result === undefined ? {} : { result: { step: result.step, fp: result.fp } }),
  }
}
