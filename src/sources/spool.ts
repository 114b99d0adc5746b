/**
 * Keeps a stream that cannot be read twice in a file, so that every read, and a resume in another process, gets the
 * same bytes.
 *
 * Duties: 1. bytes are in the file before a reader sees them; 2. readers follow the file while it grows; 3. a spool
 * that an earlier process began is only read, never written, and ends behind its last whole piece.
 */
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { GrowingSpool } from './growing-spool.ts'
import { doneMark, exists, readTo, wholePieces } from './spool-file.ts'

export interface Spool {
  /** From the start; waits for what is still to come. */
  read(signal: AbortSignal): AsyncIterable<Buffer>
  /** False once the end was read: an earlier process ended before the stream did, and the rest is lost. */
  readonly isComplete: boolean
  /** Stops reading the stream. Safe to repeat. */
  close(): Promise<void>
}

export interface SpoolPlan {
  /** Absolute; made when it is missing. */
  readonly folder: string
  readonly name: string
  /** The byte that ends a piece. */
  readonly separator: number
  /** Where the bytes come from; called only when there is no spool yet, and may refuse. */
  readonly chunks: () => AsyncIterable<Buffer>
  /** Makes a waiting stream end. */
  readonly stop?: () => void
}

export async function openSpool(plan: SpoolPlan): Promise<Spool> {
  const file = path.join(plan.folder, plan.name)
  if (await exists(file)) return oldSpool(file, plan.separator)
  const chunks = plan.chunks()
  await mkdir(plan.folder, { recursive: true })
  return new GrowingSpool({ file, handle: await open(file, 'wx'), chunks, stop: plan.stop })
}

async function oldSpool(file: string, separator: number): Promise<Spool> {
  await using handle = await open(file)
  const isComplete = await exists(doneMark(file))
  const { size } = await handle.stat()
  const length = isComplete ? size : await wholePieces(handle, size, separator)
  return { isComplete, read: (signal) => readTo(file, signal, async () => length), close: async () => undefined }
}
