/**
 * What the end of an item means for those that wait for it. An item is judged when the last one that it waited for has
 * ended, and by how all of them ended: so it comes to the same end in whatever order they did.
 */
import { dependencyFailed } from '../pipeline/dependency.ts'
import { onFailureCode, seqOf, state, stateName } from './codes.ts'
import type { LiveBatch } from './live-batch.ts'
import type { Cascade, CascadedEnd } from './ops.ts'
import { appendAttempt } from './write-attempt.ts'
import type { Writer } from './writer.ts'

/** More are counted and not listed: the answer has to cross to another thread. */
const mostListed = 10_000

export interface CascadeSetting {
  readonly writer: Writer
  readonly live: LiveBatch
  readonly at: number
}

export interface Waiting {
  readonly key: number
  readonly open_deps: number
}

/** One that a condition skipped has not failed. */
const isFailure = `(on_item.state IN (${state.failed}, ${state.cancelled}, ${state.review})
  OR on_item.state = ${state.skipped} AND on_item.code = '${dependencyFailed}')`

/** Those of its dependencies that keep an item from running. */
const blocking = `FROM dep JOIN item AS on_item ON on_item.key = dep.on_key
  WHERE dep.key = ? AND dep.on_failure <> ${onFailureCode('run')} AND ${isFailure}`

const closer = `UPDATE item SET open_deps = open_deps - 1
  WHERE state = ${state.blocked} AND key IN (SELECT key FROM dep WHERE on_key = ?) RETURNING key, open_deps`

/** These items have ended. Nothing where nobody waited for the last of them. */
export function cascade(setting: CascadeSetting, ended: readonly number[]): Cascade | undefined {
  const fallen = new Fallen(setting)
  fallen.follow(ended)
  return fallen.cascade
}

/** These items wait for nobody any more. */
export function judgeFree(setting: CascadeSetting, free: readonly number[]): Cascade | undefined {
  const fallen = new Fallen(setting)
  fallen.follow(free.filter((key) => fallen.judge(key)))
  return fallen.cascade
}

class Fallen {
  readonly #setting: CascadeSetting
  readonly #ends: CascadedEnd[] = []
  readonly #counts = { released: 0, failed: 0, skipped: 0 }

  constructor(setting: CascadeSetting) {
    this.#setting = setting
  }

  get cascade(): Cascade | undefined {
    const { released, failed, skipped } = this.#counts
    return released + failed + skipped === 0 ? undefined : { ...this.#counts, ends: this.#ends }
  }

  /** From each to those that waited for it, and on from those that end by it. */
  follow(ended: readonly number[]): void {
    const { store } = this.#setting.writer
    const queue = [...ended]
    for (let key = queue.pop(); key !== undefined; key = queue.pop()) {
      for (const waiting of store.all<Waiting>(closer, key)) {
        if (waiting.open_deps === 0 && this.judge(waiting.key)) queue.push(waiting.key)
      }
    }
  }

  /** True when the item ended; otherwise it is ready. */
  judge(key: number): boolean {
    const { writer, live } = this.#setting
    const verdict = verdictOn(writer, key)
    if (verdict !== undefined) {
      this.#end(key, verdict)
      return true
    }
    writer.store.run(`UPDATE item SET state = ${state.ready} WHERE key = ?`, key)
    live.moved(state.blocked, state.ready)
    this.#counts.released += 1
    return false
  }

  #end(key: number, verdict: Verdict): void {
    const { writer, live } = this.#setting
    const item = writer.store.get<{ id: string; last: number | null }>('SELECT id, last FROM item WHERE key = ?', key)
    live.lastAttempt = appendAttempt(writer, { key, prev: item?.last ?? null }, this.#attempt(verdict))
    writer.store.run(
      'UPDATE item SET state = ?, code = ?, reason = ?, last = ? WHERE key = ?',
      state[verdict.state],
      dependencyFailed,
      verdict.reason,
      live.lastAttempt,
      key,
    )
    live.moved(state.blocked, state[verdict.state])
    this.#counts[verdict.state] += 1
    if (this.#ends.length < mostListed)
      this.#ends.push({ seq: seqOf(key), id: item?.id ?? '', code: dependencyFailed, ...verdict })
  }

  /** It never was at a step. */
  #attempt({ state: outcome, reason }: Verdict) {
    const row = { step: -1, n: 1, outcome, reused: false, started: this.#setting.at, ms: 0, code: dependencyFailed } as const
    return outcome === 'failed' ? { ...row, error: JSON.stringify({ code: dependencyFailed, message: reason }) } : row
  }
}

type Verdict = Pick<CascadedEnd, 'state' | 'reason'>

interface Failed {
  readonly id: string
  readonly state: number
  readonly on_failure: number
}

/** Why it cannot run, or nothing where it may. */
function verdictOn({ store }: Writer, key: number): Verdict | undefined {
  const failed = store.all<Failed>(`SELECT on_item.id, on_item.state, on_failure ${blocking} ORDER BY on_key`, key)
  const fatal = failed.filter(({ on_failure }) => on_failure === onFailureCode('fail'))
  const [first, ...others] = fatal.length > 0 ? fatal : failed
  if (first === undefined) return undefined
  return { state: fatal.length > 0 ? 'failed' : 'skipped', reason: reasonText(first, others.length) }
}

function reasonText({ id, state: code }: Failed, others: number): string {
  const how = { failed: 'failed', skipped: 'was skipped', cancelled: 'was cancelled', review: 'is in review' }
  const name = stateName(code)
  const ended = name in how ? how[name as keyof typeof how] : name // `in` does not narrow a union
  return others === 0 ? `because "${id}" ${ended}` : `because "${id}" ${ended}, and ${others} more did not succeed`
}
