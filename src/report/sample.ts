/**
 * One look at a running batch, taken about once a second and kept in the ledger as an event of type `sample`.
 * `cpu_ms`, `read_bytes` and `written_bytes` count from the start of the session; the counts of items and of their
 * bytes from the start of the batch.
 */
import { isObject } from '../base/json.ts'

export const sampleEvent = 'sample'

/** Seconds until the end: the likely value, and the range that holds it in 8 of 10 cases. */
export interface EtaRange {
  readonly seconds: number
  readonly lowSeconds: number
  readonly highSeconds: number
}

export interface Sample {
  /** Wall clock. */
  readonly at: number
  /** Attempts that run at this moment, and how many may. */
  readonly running: number
  readonly workers: number
  readonly ended: number
  readonly failed: number
  /** Of Millrace and its children together. */
  readonly cpuMs: number
  readonly rssBytes: number
  readonly readBytes: number
  readonly writtenBytes: number
  /** Of the items that have ended. */
  readonly inputBytes: number
  readonly outputBytes: number
  /** As it was estimated at `at`; absent as long as nothing is known. */
  readonly eta?: EtaRange
}

/** The sample in an event's body, or nothing where the body is no sample. */
export function parseSample(body: string): Sample | undefined {
  const value: unknown = JSON.parse(body)
  if (!isObject(value)) return undefined
  const figure = (name: string) => {
    const found = value[name]
    return typeof found === 'number' && Number.isFinite(found) ? found : 0
  }
  if (figure('at') === 0) return undefined
  return {
    at: figure('at'),
    running: figure('running'),
    workers: figure('workers'),
    ended: figure('ended'),
    failed: figure('failed'),
    cpuMs: figure('cpu_ms'),
    rssBytes: figure('rss_bytes'),
    readBytes: figure('read_bytes'),
    writtenBytes: figure('written_bytes'),
    inputBytes: figure('input_bytes'),
    outputBytes: figure('output_bytes'),
    ...(typeof value['eta_seconds'] === 'number' && {
      eta: { seconds: figure('eta_seconds'), lowSeconds: figure('eta_low_seconds'), highSeconds: figure('eta_high_seconds') },
    }),
  }
}
