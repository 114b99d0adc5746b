/** Writes what is left to read when a batch has come to rest: the JSON report, its HTML view, and the long lists beside them. */
import { createWriteStream } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline as streamPipeline } from 'node:stream/promises'
import { systemClock } from '../base/clock.ts'
import { collectFacts } from '../report/facts.ts'
import type { Read } from '../report/fold/pages.ts'
import { itemLines } from '../report/item-row.ts'
import { renderReports } from '../report/render.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { timestamp } from '../setup/timestamp.ts'
import { discard, publish, seal, sweepTemporary, temporaryFor } from '../system/delivery.ts'
import { archiveLogs } from './archive-logs.ts'
import type { OwnedBatch } from './own-batch.ts'

export interface WrittenReports {
  readonly json?: string
  readonly html?: string
  readonly logs?: string
}

export async function writeReports(
  { pipeline, places, folder }: PreparedBatch,
  { ledger, row }: OwnedBatch,
): Promise<WrittenReports> {
  const { report, logs } = pipeline.options
  const target = reportFile({ report, logsFolder: places.logs, folder })
  if (target === undefined) return places.logs === undefined ? {} : { logs: places.logs }
  const read: Read = (query) => ledger.read(query)
  const { json, html } = renderReports(await collectFacts(read, row.batch))
  const written = { json: target, html: target.replace(/\.json$/, '.html') }
  await put(written.json, row.name, [json])
  await put(written.html, row.name, [html])
  await put(join(dirname(target), 'items.jsonl'), row.name, itemLines(read, row.batch))
  if (places.logs === undefined) return written
  if (logs.archive) await archiveLogs(places.logs, row.name)
  return { ...written, logs: places.logs }
}

interface Target {
  readonly report: string | undefined
  readonly logsFolder: string | undefined
  readonly folder: string
}

/** The named file, else one in the logs folder that carries the time; nothing for `none` and where there is no folder. */
function reportFile({ report, logsFolder, folder }: Target): string | undefined {
  if (report === 'none') return undefined
  if (report !== undefined) return resolve(folder, report.endsWith('.json') ? report : `${report.replace(/\.html$/, '')}.json`)
  return logsFolder === undefined ? undefined : join(logsFolder, `batch_report_${timestamp(systemClock.wall())}.json`)
}

async function put(path: string, key: string, text: Iterable<string> | AsyncIterable<string>): Promise<void> {
  const root = dirname(path)
  const temporary = await temporaryFor(root, `${key}-report`, basename(path))
  try {
    await streamPipeline(Readable.from(text), createWriteStream(temporary))
    await seal(temporary)
    await publish(temporary, path, { mayReplace: true })
  } finally {
    await discard(root, `${key}-report`)
    await sweepTemporary(root, () => true)
  }
}
