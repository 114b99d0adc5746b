/** A batch in a memory ledger that reads like a real one: for tests of everything that looks back on a batch. */
import type { Ledger } from '../../src/ledger/ledger.ts'
import { memoryLedger } from '../../src/ledger/memory.ts'
import type { AttemptRow } from '../../src/ledger/rows.ts'
import type { BatchState, EndState } from '../../src/pipeline/outcome.ts'

export interface PlayedItem {
  readonly id: string
  readonly state: EndState
  readonly ms?: number
  readonly sizeBytes?: number
  readonly outputBytes?: number
  readonly folder?: string
  readonly code?: string
  readonly message?: string
  readonly fix?: string
  /** Failed tries before the last one. */
  readonly retries?: number
  readonly reused?: boolean
  readonly notes?: Record<string, unknown>
}

export interface PlayedBatch {
  readonly items: readonly PlayedItem[]
  /** Items that are never run. */
  readonly left?: number
  readonly state?: BatchState
  readonly reason?: string
  readonly options?: Record<string, unknown>
  readonly usage?: {
    readonly cpuMs: number
    readonly peakRssBytes: number
    readonly readBytes: number
    readonly writtenBytes: number
  }
  readonly events?: readonly { readonly type: string; readonly body: Record<string, unknown> }[]
  readonly ms?: number
  readonly name?: string
}

export interface Played {
  readonly ledger: Ledger
  readonly batch: number
}

export const startedAt = Date.UTC(2026, 0, 31, 12)
const root = '/data/output'

/** Plays the batch through: opened, ingested, every item settled, sampled, ended. */
export async function playBatch(given: PlayedBatch): Promise<Played> {
  const ledger = memoryLedger()
  const batch = await openBatch(ledger, given)
  await ingest(ledger, batch, given)
  for (const [index, item] of given.items.entries()) await settle(ledger, batch, { item, seq: index + 1 })
  await rest(ledger, batch, given)
  return { ledger, batch }
}

async function openBatch(ledger: Ledger, { name = 'b1', options = { workers: 4 } }: PlayedBatch): Promise<number> {
  const session = { pid: 42, host: 'mill', boot: 'boot', at: startedAt }
  const [opened] = await ledger.commit([
    {
      op: 'open-batch',
      session,
      batch: {
        name,
        pipeline: 'avif-to-png',
        pipelineJson: JSON.stringify({ name: 'avif-to-png', options }),
        optionsJson: '{}',
        codeJson: '{}',
        stepNames: ['convert'],
        startsAfterIngest: false,
        outputRoot: root,
        created: startedAt,
      },
    },
  ])
  return opened.batch
}

async function ingest(ledger: Ledger, batch: number, { items, left = 0 }: PlayedBatch): Promise<void> {
  const waiting = Array.from({ length: left }, (_, index): PlayedItem => ({ id: `left-${index}`, state: 'cancelled' }))
  const rows = [...items, ...waiting].map(({ id, sizeBytes = 0 }) => ({
    id,
    idIsHash: false,
    data: JSON.stringify({ path: `/data/input/${id}` }),
    metadata: '{}',
    stamp: undefined,
    sizeBytes,
    rank: 0,
  }))
  await ledger.commit([{ op: 'ingest', batch, items: rows, position: rows.length, done: true, at: startedAt }])
}

async function settle(ledger: Ledger, batch: number, { item, seq }: { item: PlayedItem; seq: number }): Promise<void> {
  const { state, retries = 0, outputBytes = 0, code, message } = item
  const attempts = Array.from({ length: retries + 1 }, (_, index) => attemptOf(item, index + 1, index === retries))
  const files =
    state === 'succeeded' && outputBytes > 0
      ? [
          {
            path: `${root}/${item.folder ?? '.'}/${seq}.png`,
            pathKey: `${seq}`,
            sizeBytes: outputBytes,
            mtimeMs: 1,
            sha256: 'aa',
          },
        ]
      : []
  const fp = `fp-${seq}`
  const results =
    state === 'succeeded'
      ? [
          {
            itemId: item.id,
            step: 'convert',
            fp,
            parts: '{}',
            state: 'done' as const,
            value: 'null',
            files: JSON.stringify(files),
          },
        ]
      : []
  const end = {
    state,
    outputBytes,
    ...(code === undefined ? {} : { code }),
    ...(message === undefined ? {} : { reason: message }),
  }
  const next = state === 'succeeded' ? { ...end, result: { step: 'convert', fp } } : end
  await ledger.commit([
    { op: 'settle', batch, seq, attempt: 1, from: 'ready', attempts, results, files: [], next, at: startedAt + seq },
  ])
}

function attemptOf(item: PlayedItem, n: number, isLast: boolean): AttemptRow {
  const { code, message = '', fix, ms = 100 } = item
  const failure =
    code === undefined
      ? {}
      : { code, error: JSON.stringify({ code, message, ...(fix === undefined ? {} : { fix }), stack: 'Error: at secret place' }) }
  return {
    step: 0,
    n,
    outcome: isLast ? item.state : 'retry',
    reused: item.reused ?? false,
    started: startedAt,
    ms: item.reused ? 0 : ms,
    ...(isLast ? failure : { code: 'EAGAIN', error: '{"code":"EAGAIN","message":"busy"}' }),
    ...(item.notes === undefined ? {} : { notes: JSON.stringify(item.notes) }),
  }
}

async function rest(ledger: Ledger, batch: number, given: PlayedBatch): Promise<void> {
  const { ms = 60_000, state = 'completed', reason, events = [] } = given
  const usage = given.usage ?? { cpuMs: 100_000, peakRssBytes: 300 * 1024 ** 2, readBytes: 5_000_000, writtenBytes: 25_000_000 }
  const at = startedAt + ms
  await ledger.commit([
    ...events.map(
      ({ type, body }, index) => ({ op: 'event', batch, type, at: startedAt + index, body: JSON.stringify(body) }) as const,
    ),
    { op: 'session', batch, usage, ended: at },
    { op: 'batch-state', batch, state, ended: at, ...(reason === undefined ? {} : { reason }) },
  ])
}

export const machine = {
  type: 'machine',
  body: {
    cores: 2,
    memory_limit_bytes: 8 * 1024 ** 3,
    memory_available_bytes: 6 * 1024 ** 3,
    disk_free_bytes: 50 * 1024 ** 3,
    platform: 'linux x64',
    node: '24.21.0',
    millrace: '0.1.0',
    tools: { sharp: '0.35.5', ffmpeg: '7.1' },
  },
} as const

/** One sample per second, as the engine takes them. */
export function samples(seconds: number, figures: (second: number) => Record<string, number>) {
  return Array.from({ length: seconds }, (_, second) => ({
    type: 'sample',
    body: { at: startedAt + (second + 1) * 1_000, ...figures(second) },
  }))
}
