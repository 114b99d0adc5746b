/**
 * Watches a batch that runs in this process: measures, keeps the newest rows for `status`, lets the memory gate know,
 * and tells progress at most twice a second.
 */
import type { Clock } from '../base/clock.ts'
import type { EngineSnapshot } from '../engine/engine.ts'
import { every } from '../engine/every.ts'
import type { LocalEngine } from '../engine/local-engine.ts'
import { type Completion, type Eta, EtaEstimator } from '../estimate/eta.ts'
import type { EventBus } from '../events/bus.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { FailureGroup, StepProgress } from '../ledger/queries.ts'
import type { BatchRow, ItemCounts } from '../ledger/rows.ts'
import type { BatchState } from '../pipeline/outcome.ts'
import type { Sample } from '../report/sample.ts'
import { type BatchStatus, batchStatus } from '../report/status.ts'
import { cores, diskFree, memory, type Usage, type UsageSample } from '../system/usage.ts'

export interface MonitorSetting {
  readonly ledger: Ledger
  readonly row: BatchRow
  readonly session: number
  /** Active time of earlier sessions. */
  readonly earlierMs: number
  readonly bus: EventBus
  readonly clock: Clock
  readonly usage: Usage
  readonly outputRoot: string
  readonly watching: boolean
}

const lookMs = 500
const keptSamples = 130

export class Monitor {
  readonly #setting: MonitorSetting
  readonly #eta: EtaEstimator
  readonly #startedAt: number
  #engine: LocalEngine | undefined
  #steps: readonly StepProgress[] = []
  #failures: readonly FailureGroup[] = []
  #samples: Sample[] = []
  #used: UsageSample | undefined
  #diskFree: number | null = null
  #state: { readonly state: BatchState; readonly reason: string | undefined; readonly ended: number | undefined }

  constructor(setting: MonitorSetting) {
    this.#setting = setting
    this.#startedAt = setting.clock.now()
    this.#eta = new EtaEstimator(this.#startedAt)
    this.#state = { state: 'running', reason: undefined, ended: undefined }
  }

  /** Looks again and again until the signal aborts. */
  async follow(engine: LocalEngine, signal: AbortSignal): Promise<void> {
    this.#engine = engine
    await every({ clock: this.#setting.clock, ms: lookMs, signal }, () => this.look())
  }

  completed(completion: Omit<Completion, 'at'>): void {
    this.#eta.add({ ...completion, at: this.#setting.clock.now() })
  }

  came(state: BatchState, reason: string | undefined, ended: number | undefined): void {
    this.#state = { state, reason, ended }
  }

  /** One look: measures everything that `status` shows. */
  async look(): Promise<void> {
    const { ledger, row, usage, outputRoot } = this.#setting
    this.#used = await usage.sample()
    this.#engine?.observe(memory())
    this.#steps = await ledger.read({ get: 'steps', batch: row.batch })
    this.#failures = await ledger.read({ get: 'failures', batch: row.batch, limit: 20 })
    this.#diskFree = await diskFree(outputRoot)
    this.#keepSample()
    this.#tellProgress()
  }

  status(): BatchStatus {
    const { row, session, earlierMs, clock, watching } = this.#setting
    const snapshot = this.#engine?.snapshot()
    const counts = snapshot === undefined ? row.counts : itemCounts(snapshot.counts)
    const total = snapshot?.total ?? row.total
    const eta = this.eta()
    return batchStatus({
      row: { ...row, ...this.#visibleState(), counts, total, sourceDone: snapshot?.totalIsFinal ?? row.sourceDone },
      steps: this.#steps,
      failures: this.#failures,
      retrying: snapshot?.retrying ?? 0,
      reused: snapshot?.reused ?? 0,
      session,
      watching: watching && this.#state.ended === undefined,
      activeMs: earlierMs + clock.now() - this.#startedAt,
      samples: this.#samples,
      ...(eta === undefined ? {} : { eta }),
      tuned: snapshot?.tuned ?? [],
      gates: (snapshot?.gates ?? []).map(({ name, limit, used, reason = null }) => ({ name, limit, used, reason })),
      ...this.#machine(),
    })
  }

  /** Nothing before enough has ended, and nothing once the batch has. */
  eta(): Eta | undefined {
    const counts = this.#engine?.snapshot().counts
    if (counts === undefined || this.#state.ended !== undefined) return undefined
    return this.#eta.estimate(this.#setting.clock.now(), { items: counts.pending + counts.running, bytes: 0 })
  }

  #visibleState() {
    const isPaused = this.#state.state === 'running' && this.#engine?.snapshot().isPaused === true
    return { state: isPaused ? ('paused' as const) : this.#state.state, reason: this.#state.reason, ended: this.#state.ended }
  }

  #machine() {
    if (this.#used === undefined) return {}
    const { limitBytes, availableBytes } = memory()
    const machine = {
      cpu_percent: this.#cpuPercent(),
      cores: cores(),
      rss_bytes: this.#used.rssBytes,
      peak_rss_bytes: this.#used.peakRssBytes,
      memory_limit_bytes: limitBytes,
      memory_available_bytes: availableBytes,
      disk_free_bytes: this.#diskFree,
    }
    return { machine }
  }

  /** Over the kept samples of the last seconds; 100 is one core. */
  #cpuPercent(): number {
    const newest = this.#samples.at(-1)
    const older = this.#samples.at(-10) ?? this.#samples[0]
    if (newest === undefined || older === undefined || newest.at <= older.at) return 0
    return Math.round((100 * (newest.cpuMs - older.cpuMs)) / (newest.at - older.at))
  }

  #keepSample(): void {
    const snapshot = this.#engine?.snapshot()
    if (snapshot === undefined || this.#used === undefined) return
    const { counts, workers, bytes } = snapshot
    const ended = counts.succeeded + counts.failed + counts.skipped + counts.cancelled + counts.review
    const { cpuMs, rssBytes, readBytes, writtenBytes } = this.#used
    const figures = {
      running: counts.running,
      workers,
      ended,
      failed: counts.failed,
      inputBytes: bytes.input,
      outputBytes: bytes.output,
    }
    this.#samples.push({ at: this.#setting.clock.wall(), ...figures, cpuMs, rssBytes, readBytes, writtenBytes })
    if (this.#samples.length > keptSamples) this.#samples.shift()
  }

  #tellProgress(): void {
    const { bus, row } = this.#setting
    const snapshot = this.#engine?.snapshot()
    if (!bus.hasListeners || snapshot === undefined) return
    const { counts, total } = snapshot
    bus.emit('batch:progress', { batch_id: row.name, ...counts, completed: total - counts.pending - counts.running, total })
  }
}

function itemCounts(counts: EngineSnapshot['counts']): ItemCounts {
  const { pending, ...rest } = counts
  return { ...rest, ready: pending, blocked: 0, waiting: 0 }
}
