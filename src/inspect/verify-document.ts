/**
 * Whether a document of results (JSON, JSONL, CSV) holds what the ledger says: it is written once more, to a temporary
 * folder, by the sink that wrote it, and the two are compared.
 */
import { mkdtemp, open, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join, relative } from 'node:path'
import { errorCode } from '../base/errors.ts'
import { isJsonObject } from '../base/json.ts'
import { batchOutput } from '../engine/batch-output.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { endedOf } from '../report/fold/pages.ts'
import { partsWith } from '../setup/built-in.ts'
import { fromJson } from '../setup/stored-pipeline.ts'
import type { ProjectionSink } from '../sinks/sink.ts'
import { hashFile } from '../system/file-hash.ts'
import type { InspectedBatch } from './find-batch.ts'

export interface CheckedDocument {
  /** Absolute. */
  readonly path: string
  readonly holds: boolean
  /** Why it could not be read. */
  readonly error?: unknown
}

/** Nothing where there is no such document, where it is not complete, and where the ledger has let the rows go. */
export async function verifyDocument(batch: InspectedBatch, row: BatchRow): Promise<CheckedDocument | undefined> {
  const output = outputOf(row)
  if (output === undefined) return undefined
  const sink = partsWith().sinks.get(output.type)
  if (sink?.form !== 'projection' || output.path === '-' || !documentTypes.has(output.type)) return undefined
  if (row.state !== 'completed') return undefined
  const folder = await mkdtemp(join(tmpdir(), 'millrace-verify-'))
  try {
    const again = join(folder, basename(output.path))
    const written = await writeAgain({ sink, batch, row, path: again, options: output.options })
    if (written === undefined) return undefined
    const path = (await isFile(output.path)) ? output.path : join(output.path, relative(again, written))
    const mayHoldMore = isJsonObject(output.options) && output.options['rows'] === 'record'
    return await isSame({ written, path, mayHoldMore }).then(
      (holds) => ({ path, holds }),
      (error: unknown) => ({ path, holds: false, error }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Nothing for a pipeline that another version stored: files can be looked at all the same. */
function outputOf({ pipelineJson }: BatchRow): Pipeline['output'] | undefined {
  try {
    return fromJson(pipelineJson).output
  } catch (thrown) {
    if (errorCode(thrown) === 'PIPELINE_UNREADABLE') return undefined
    throw thrown
  }
}

const documentTypes = new Set(['json', 'jsonl', 'csv'])

interface WriteCase {
  readonly sink: ProjectionSink
  readonly batch: InspectedBatch
  readonly row: BatchRow
  readonly path: string
  readonly options: unknown
}

/** Resolves with its path; nothing when rows are missing, which garbage collection took. */
async function writeAgain({ sink, batch, row, path, options }: WriteCase): Promise<string | undefined> {
  const { counts, total } = row
  const { succeeded, failed, skipped, cancelled, review } = counts
  const numbers = { batch_id: row.name, pipeline: row.pipeline, total, succeeded, failed, skipped }
  const place = { path, offset: 0, overwrite: 'always', standardOutput: process.stdout, batch: numbers } as const
  const projection = await sink.open(sink.options.parse(options), place)
  let seen = 0
  try {
    for await (const page of endedOf(batch.read, row.batch)) {
      seen += page.length
      // As the batch did: an intermediate piece is a row of the ledger, and in no document.
      const rows = page.filter(({ isInner }) => isInner !== true)
      await projection.append(await Promise.all(rows.map(async (one) => batchOutput(one, await textOf(one, batch)))))
    }
    return seen < succeeded + failed + skipped + cancelled + review ? undefined : await projection.finish()
  } finally {
    await projection.close()
  }
}

async function textOf(
  { value, blob }: { readonly value: string | undefined; readonly blob: string | undefined },
  batch: InspectedBatch,
) {
  return value ?? (blob === undefined ? undefined : batch.read({ get: 'blob', sha256: blob }))
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}

interface Compared {
  readonly written: string
  readonly path: string
  /** Ends that a retry has replaced may stand between the others: a list of records keeps them. */
  readonly mayHoldMore: boolean
}

async function isSame({ written, path, mayHoldMore }: Compared): Promise<boolean> {
  if ((await hashFile(written)) === (await hashFile(path))) return true
  return mayHoldMore && (await isWithin(written, path))
}

/** Every line of the one is in the other, in the same order. */
async function isWithin(written: string, path: string): Promise<boolean> {
  await using wanted = await open(written)
  await using found = await open(path)
  const lines = wanted.readLines()[Symbol.asyncIterator]()
  let next = await lines.next()
  for await (const line of found.readLines()) if (!next.done && bare(line) === bare(next.value)) next = await lines.next()
  return next.done === true
}

/** In a JSON document a comma at the end only separates. */
function bare(line: string): string {
  return line.replace(/,$/, '')
}
