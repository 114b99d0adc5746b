/** The time in which a batch had a process: what lies between an interruption and a resume does not count. */
import type { SessionRow } from '../ledger/rows.ts'

export type SessionSpan = Pick<SessionRow, 'started' | 'ended'>

export class ActiveTime {
  readonly #spans: readonly { readonly from: number; readonly to: number }[]

  /**
   * @param sessions oldest first
   * @param lastSign wall clock of the newest sign of life of the batch: stands in for the end of a session that was killed
   */
  constructor(sessions: readonly SessionSpan[], lastSign: number) {
    this.#spans = sessions.map((session, index) => {
      const next = sessions[index + 1]?.started ?? Number.POSITIVE_INFINITY
      const to = session.ended ?? Math.min(next, lastSign)
      return { from: session.started, to: Math.max(session.started, to) }
    })
  }

  /** Milliseconds with a process, from the start of the first session to `wall`. */
  until(wall: number): number {
    const parts = this.#spans.map(({ from, to }) => Math.max(0, Math.min(wall, to) - from))
    return parts.reduce((sum, part) => sum + part, 0)
  }

  get totalMs(): number {
    return this.until(Number.POSITIVE_INFINITY)
  }
}
