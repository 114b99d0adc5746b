/**
 * Hands to the ledger what walks have made. Start marks are posted and not awaited; a walk that ends before its mark
 * was sent writes no mark at all, which is what makes short steps cheap.
 */
import type { Clock } from '../base/clock.ts'
import { toError } from '../base/errors.ts'
import type { Expand } from '../ledger/family-rows.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AnswerOf, Cascade, Keep, LedgerOp, Settle, SettledItem, Start } from '../ledger/ops.ts'
import type { AttemptRow, ResultRow } from '../ledger/rows.ts'
import type { FamilyChunk } from './families/family-ledger.ts'
import { takeUnwritten, type Walk, type WalkEnd } from './walk.ts'
import { triesBefore } from './walk-end.ts'

export interface JournalSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly clock: Clock
  /** Wall clock that moves with the monotonic one: due times do not jump when the system's clock is set. */
  readonly steadyWall: () => number
  /** Walks whose start the ledger has now. */
  readonly onStarted: (walk: Walk) => void
  /** An item that waited for its parts is ready again, at this step; or items that waited for others are, at the first. */
  readonly onWoken: (step: number, seq?: number) => void
  /** Items that waited for this end have ended by it. */
  readonly onCascade: (cascade: Cascade) => void
  /** Attempts that the ledger has now; the last of them has this rowid. */
  readonly onAttempts: (walk: Walk, attempts: readonly AttemptRow[], last: number) => void
  /** Nothing can be written any more. */
  readonly onLost: (error: Error) => void
}

interface WrittenEnd {
  readonly walk: Walk
  readonly op: Settle
  readonly done: (error?: Error) => void
}

/** So many ends are sent at once, without waiting for the end of the turn. */
const endsAtOnce = 128

export class Journal {
  readonly #setting: JournalSetting
  readonly #unmarked = new Set<Walk>()
  #ends: WrittenEnd[] = []
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
    walk.unwritten.results.push(...rows)
    await this.#keep([walk])
  }

  /** What these walks have made, in one transaction. */
  async keepTogether(walks: readonly Walk[]): Promise<void> {
    await this.#keep(walks)
  }

  /** Writes parts of the item down, behind everything that the walk has made so far. */
  async expand(walk: Walk, chunk: FamilyChunk): Promise<AnswerOf<Expand>> {
    const { batch } = this.#setting
    const answers = await this.#keep([walk], [{ op: 'expand', batch, seq: walk.ready.seq, attempt: walk.attempt, ...chunk }])
    // The last answer is that of the last op.
    return answers.at(-1) as AnswerOf<Expand>
  }

  post(walk: Walk): void {
    this.#keep([walk]).catch((thrown) => this.#setting.onLost(toError(thrown)))
  }

  async #keep(walks: readonly Walk[], further: readonly Expand[] = []): Promise<readonly AnswerOf<LedgerOp>[]> {
    const { ledger, onStarted, onAttempts } = this.#setting
    const kept = walks.map((walk) => ({
      walk,
      isNew: !walk.isMarked,
      attempts: walk.unwritten.attempts,
      ops: this.#keepOps(walk),
    }))
    const ops = [...kept.flatMap((one) => one.ops), ...further]
    const answers = await ledger.commit(ops)
    // Each walk has one op that keeps.
    const lasts = ops.flatMap(({ op }, index) => (op === 'keep' ? [(answers[index] as AnswerOf<Keep>).last] : []))
    for (const [index, { walk, isNew, attempts }] of kept.entries()) {
      const last = lasts[index]
      if (isNew) onStarted(walk)
      if (last !== undefined) onAttempts(walk, attempts, last)
    }
    return answers
  }

  /** Hands the end of the walk over; `done` is called when it is durable, or with the reason why it never will be. */
  settle(walk: Walk, end: WalkEnd, done: (error?: Error) => void): void {
    this.#unmarked.delete(walk)
    const { batch, clock } = this.#setting
    const next = this.#next(walk, end)
    const from = walk.isMarked ? 'running' : 'ready'
    const { attempts, results, files } = takeUnwritten(walk)
    const at = clock.wall()
    const { seq, birth } = walk.ready
    const { attempt } = walk
    const parent = birth?.parent
    const op: Settle = { op: 'settle', batch, seq, attempt, from, attempts, results, files, next, at, parent }
    this.#ends.push({ walk, op, done })
    if (this.#ends.length === 1) setImmediate(() => this.#writeEnds())
    // The ledger's thread begins while this one goes on: both are busy.
    if (this.#ends.length >= endsAtOnce) this.#writeEnds()
  }

  /** The ends of one turn of the event loop go together: an answer for each would cost more than the walk. */
  #writeEnds(): void {
    const ends = this.#ends
    if (ends.length === 0) return
    this.#ends = []
    this.#setting.ledger.commit(ends.map(({ op }) => op)).then(
      (answers) => this.#told(ends, answers),
      (thrown) => {
        for (const { done } of ends) done(toError(thrown))
      },
    )
  }

  #told(ends: readonly WrittenEnd[], answers: readonly AnswerOf<Settle>[]): void {
    const { onWoken, onAttempts, onCascade } = this.#setting
    for (const [index, { woken, cascade }] of answers.entries()) {
      if (woken !== undefined) onWoken(woken, wokenSeq(ends[index]?.op))
      // Items that were blocked are ready before their first step.
      if (cascade !== undefined && cascade.released > 0) onWoken(0)
    }
    for (const [index, { walk, op, done }] of ends.entries()) {
      const last = answers[index]?.last
      if (last !== undefined && op.attempts.length > 0) onAttempts(walk, op.attempts, last)
      done()
      const cascade = answers[index]?.cascade
      if (cascade !== undefined) onCascade(cascade)
    }
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
      case 'waiting':
        return { state: 'waiting', step: end.step }
      case 'parked':
        return { state: 'ready', step: end.step, tries: triesBefore(walk, end.step) }
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

/** The item itself, which found nothing to wait for, or its parent. */
function wokenSeq(op: Settle | undefined): number | undefined {
  return op?.next.state === 'waiting' ? op.seq : op?.parent
}

function ended(walk: Walk, { state, reason, failure, isReplaced }: Extract<WalkEnd, { kind: 'ended' }>): SettledItem {
  const text = reason ?? failure?.message
  const result = state === 'succeeded' ? walk.result : undefined
  if (result?.row !== undefined) walk.unwritten.results.push(result.row)
  return {
    state,
    outputBytes: state === 'succeeded' ? walk.outputBytes : 0,
    ...(isReplaced === true ? { isReplaced } : {}),
    ...(failure === undefined ? {} : { code: failure.code }),
    ...(text === undefined ? {} : { reason: text }),
    ...(result === undefined ? {} : { result: { step: result.step, fp: result.fp } }),
  }
}
