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
  readonly #slowest = new Top<EndedRow>(shortList)
  readonly #grown = new Top<EndedRow>(shortList)
  readonly #shrunk = new Top<EndedRow>(shortList)
  readonly folders: FolderTally
  readonly #failed: ReportItem[] = []
  readonly #passedOver: ReportItem[] = []
  readonly #successful: ReportItem[] = []
  readonly #setting: EndedSetting
  #reused = 0
  #recovered = 0

  constructor(setting: EndedSetting) {
    this.#setting = setting
    this.folders = new FolderTally(setting.outputRoot)
  }

  add(row: EndedRow): void {
    this.counts[row.state] += 1
    // The bytes of a part are those of its parent.
    if (row.isPart !== true) this.bytes.inputs += row.sizeBytes
    for (const { path, sizeBytes } of filesOf(row)) this.folders.add(path, sizeBytes)
    if (this.#setting.attempts.hasWorked(row.seq)) this.#addWork(row)
    if (row.state === 'succeeded') this.#addSuccess(row)
    this.#list(row)
    if (row.state === 'skipped') this.#addReason(row.reason ?? 'no reason given')
  }

  /** The ten that took longest, those that grew most, and those that shrank most. */
  get extremes() {
    const items = (top: Top<EndedRow>): readonly ReportItem[] => top.entries.map(endedItem)
    return { slowest: items(this.#slowest), grown: items(this.#grown), shrunk: items(this.#shrunk) }
  }

  /** In a bounded number: first what failed or waits for a person, then what was skipped or cancelled, then the rest. */
  get listed(): readonly ReportItem[] {
    return [...this.#failed, ...this.#passedOver, ...this.#successful]
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
    this.#slowest.add(row.ms, row)
  }

  #addSuccess(row: EndedRow): void {
    const { attempts } = this.#setting
    if (row.isPart !== true) this.bytes.before += row.sizeBytes
    this.bytes.after += row.outputBytes
    if (!attempts.hasWorked(row.seq)) this.#reused += 1
    if (attempts.hasRetried(row.seq)) this.#recovered += 1
    if (row.sizeBytes > 0 && row.outputBytes > 0) this.#compare(row)
  }

  #list(row: EndedRow): void {
    if (row.state === 'succeeded') {
      keep(row, this.#successful, this.#setting.listedSuccesses)
      return
    }
    const isFailure = row.state === 'failed' || row.state === 'review'
    keep(row, isFailure ? this.#failed : this.#passedOver, mostUnsuccessful)
  }

  #compare(row: EndedRow): void {
    const growth = row.outputBytes - row.sizeBytes
    if (growth > 0) this.#grown.add(growth, row)
    if (growth < 0) this.#shrunk.add(-growth, row)
  }

  #addReason(reason: string): void {
    const key = this.reasons.has(reason) || this.reasons.size < mostReasons ? reason : '…'
    this.reasons.set(key, (this.reasons.get(key) ?? 0) + 1)
  }
}

/** Only the first so many: what comes later is in items.jsonl. */
function keep(row: EndedRow, list: ReportItem[], most: number): void {
  if (list.length < most) list.push(endedItem(row))
}
