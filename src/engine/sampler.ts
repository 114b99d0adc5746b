/** Measures the batch about once a second, and keeps what it saw: the curves of the report come from nothing else. */
import type { Ledger } from '../ledger/ledger.ts'
import type { SampleRow } from '../ledger/rows.ts'
import type { EngineSnapshot } from './engine.ts'
import type { Repeat } from './every.ts'

export interface SamplerSetting extends Omit<Repeat, 'ms'> {
  readonly ledger: Ledger
  readonly batch: number
  readonly snapshot: () => EngineSnapshot
  /** Reads what Millrace and its children have used in this session. */
  readonly usage: () => Promise<UsageReading> | UsageReading
  /** For whoever looks from outside. */
  readonly eta: () => EtaReading | undefined
}

export interface EtaReading {
  readonly seconds: number
  readonly lowSeconds: number
  readonly highSeconds: number
}

export interface UsageReading extends SampleRow {
  readonly rssBytes: number
}

const firstMs = 1_000
/** After so many samples the distance doubles, so that a week does not fill the ledger. */
const samplesPerDistance = 600

export async function sampleOften(setting: SamplerSetting): Promise<void> {
  let taken = 0
  const { clock, signal } = setting
  await clock.sleep(firstMs / 4, signal)
  while (!signal.aborted) {
    await takeSample(setting)
    taken += 1
    await clock.sleep(firstMs * 2 ** Math.floor(taken / samplesPerDistance), signal)
  }
}

/** One sample, and the session's usage so far. */
export async function takeSample({ ledger, batch, clock, snapshot, usage, eta }: SamplerSetting, ended?: number): Promise<void> {
  const used = await usage()
  const at = clock.wall()
  const body = JSON.stringify({ ...sampleBody(snapshot(), used, at), ...etaBody(eta()) })
  const { rssBytes: _now, ...row } = used
  await ledger.commit([
    { op: 'event', batch, type: 'sample', at, body },
    { op: 'session', batch, usage: row, ...(ended === undefined ? {} : { ended }) },
  ])
}

function etaBody(eta: EtaReading | undefined) {
  if (eta === undefined) return {}
  const [seconds, low, high] = [eta.seconds, eta.lowSeconds, eta.highSeconds].map(Math.round)
  return { eta_seconds: seconds, eta_low_seconds: low, eta_high_seconds: high }
}

function sampleBody({ counts, workers, bytes }: EngineSnapshot, used: UsageReading, at: number) {
  const { running, succeeded, failed, skipped, cancelled, review } = counts
  return {
    at,
    running,
    workers,
    ended: succeeded + failed + skipped + cancelled + review,
    failed,
    cpu_ms: Math.round(used.cpuMs),
    rss_bytes: used.rssBytes,
    read_bytes: used.readBytes,
    written_bytes: used.writtenBytes,
    input_bytes: bytes.input,
    output_bytes: bytes.output,
  }
}
