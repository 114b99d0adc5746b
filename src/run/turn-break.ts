/** What happens between turns of `batch_size`: the turn is written down and, with `clear_cache`, the file cache is dropped. */
import { writeFile } from 'node:fs/promises'
import type { Clock } from '../base/clock.ts'
import { errorCode } from '../base/errors.ts'
import type { Tally } from '../engine/tally.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { turnEvent } from '../report/turn.ts'
import { writeBack } from '../system/write-back.ts'
import type { Teller } from './tell.ts'

export interface TurnSetting {
  readonly ledger: Ledger
  readonly batch: number
  readonly size: number
  readonly clearCache: boolean
  readonly tally: Tally
  readonly tell: Teller
  readonly clock: Clock
}

interface Mark {
  readonly at: number
  readonly succeeded: number
  readonly failed: number
  readonly skipped: number
}

const dropCaches = '/proc/sys/vm/drop_caches'
const mostEvents = 1_000_000

export class TurnBreak {
  readonly #setting: TurnSetting
  #turn: number | undefined
  #since: Mark
  #isWarned = false

  constructor(setting: TurnSetting) {
    this.#setting = setting
    this.#since = this.#mark()
  }

  /** A turn is over, or the batch is: keeps what it did. */
  async over(): Promise<void> {
    const { ledger, batch, size, clock } = this.#setting
    const now = this.#mark()
    const [succeeded, failed, skipped] = [
      now.succeeded - this.#since.succeeded,
      now.failed - this.#since.failed,
      now.skipped - this.#since.skipped,
    ]
    if (succeeded + failed + skipped === 0) return
    this.#turn = (this.#turn ?? (await this.#turnsBefore())) + 1
    const body = JSON.stringify({ turn: this.#turn, size, succeeded, failed, skipped, ms: Math.round(now.at - this.#since.at) })
    await ledger.commit([{ op: 'event', batch, type: turnEvent, at: clock.wall(), body }])
    this.#since = now
  }

  /** Between two turns. */
  async next(): Promise<void> {
    await this.over()
    if (this.#setting.clearCache) await this.#clearCache()
  }

  async #clearCache(): Promise<void> {
    try {
      await writeBack()
      await writeFile(dropCaches, '3\n')
    } catch (thrown) {
      if (this.#isWarned) return
      this.#isWarned = true
      const why = errorCode(thrown) ?? String(thrown)
      this.#setting.tell.warn(
        'CACHE_NOT_CLEARED',
        `clear_cache: the file cache was not dropped (${why}): it takes root on Linux. The batch goes on without it.`,
      )
    }
  }

  #mark(): Mark {
    const { tally, clock } = this.#setting
    const { succeeded, failed, skipped } = tally.counts(0)
    return { at: clock.now(), succeeded, failed, skipped }
  }

  async #turnsBefore(): Promise<number> {
    const { ledger, batch } = this.#setting
    const events = await ledger.read({ get: 'events', batch, after: 0, limit: mostEvents })
    return events.filter(({ type }) => type === turnEvent).length
  }
}
