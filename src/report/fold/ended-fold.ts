/** Everything that the report takes from ended items, in one pass and constant memory. */
import type { EndedRow } from '../../ledger/rows.ts'
import type { EndState } from '../../pipeline/outcome.ts'
import { endedItem, filesOf, type ReportItem } from '../item-row.ts'
import type { AttemptFold } from './attempt-fold.ts'
import { FolderTally } from './folder-tally.ts'
import { Histogram } from './histogram.ts'
import { Top } from './top.ts'

export interface EndedSetting {
  readonly outputRoot: string
  /** Already folded: tells what was reused and what took more than one try. */
  readonly attempts: AttemptFold
  /** How many succeeded items are listed. */
  readonly listedSuccesses: number
}

export const mostUnsuccessful = 2_000
const shortList = 10
const mostReasons = 50

export class EndedFold {
  readonly counts: Record<EndState, number> = { succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 }
  /** Running time of the items that did work, in milliseconds. */
  readonly ms = new Histogram()
  /** Of all ended items; of those that succeeded, before and after. */
  readonly bytes = { inputs: 0, before: 0, after: 0 }
  readonly reasons = new Map<string, number>()
  readonly slowest = new Top<ReportItem>(shortList)
  readonly grown = new Top<ReportItem>(shortList)
  readonly shrunk = new Top<ReportItem>(shortList)
  readonly folders: FolderTally
  readonly unsuccessful: ReportItem[] = []
  readonly successful: ReportItem[] = []
  readonly #setting: EndedSetting
  #reused = 0
  #recovered = 0

  constructor(setting: EndedSetting) {
    this.#setting = setting
    this.folders = new FolderTally(setting.outputRoot)
  }

  add(row: EndedRow): void {
    this.counts[row.state] += 1
    this.bytes.inputs += row.sizeBytes
    for (const { path, sizeBytes } of filesOf(row)) this.folders.add(path, sizeBytes)
    if (this.#setting.attempts.hasWorked(row.seq)) this.#addWork(row)
    if (row.state === 'succeeded') this.#addSuccess(row)
    else if (this.unsuccessful.length < mostUnsuccessful) this.unsuccessful.push(endedItem(row))
    if (row.state === 'skipped') this.#addReason(row.reason ?? 'no reason given')
  }

  /** Succeeded items of which every result was kept from before. */
  get reused(): number {
    return this.#reused
  }

  /** Items that succeeded after at least one failed try. */
  get recovered(): number {
    return this.#recovered
  }

  #addWork(row: EndedRow): void {
    this.ms.add(row.ms)
    this.slowest.add(row.ms, endedItem(row))
  }

  #addSuccess(row: EndedRow): void {
    const { attempts, listedSuccesses } = this.#setting
    this.bytes.before += row.sizeBytes
    this.bytes.after += row.outputBytes
    if (!attempts.hasWorked(row.seq)) this.#reused += 1
    if (attempts.hasRetried(row.seq)) this.#recovered += 1
    if (this.successful.length < listedSuccesses) this.successful.push(endedItem(row))
    if (row.sizeBytes > 0 && row.outputBytes > 0) this.#compare(row)
  }

  #compare(row: EndedRow): void {
    const growth = row.outputBytes - row.sizeBytes
    if (growth > 0) this.grown.add(growth, endedItem(row))
    if (growth < 0) this.shrunk.add(-growth, endedItem(row))
  }

  #addReason(reason: string): void {
    const key = this.reasons.has(reason) || this.reasons.size < mostReasons ? reason : '…'
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1)
  }
}
