/** The bytes of a file, piece by piece. */
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { UsageError } from '../base/errors.ts'

const chunkBytes = 256 * 1024

/** Ends with the reason of the signal when it aborts. */
export async function* readChunks(file: string, signal: AbortSignal): AsyncGenerator<Buffer> {
  signal.throwIfAborted()
  // A stream without an encoding yields buffers.
  for await (const chunk of createReadStream(file, { highWaterMark: chunkBytes })) {
    signal.throwIfAborted()
    yield chunk as Buffer // no encoding was asked for
  }
}

/** @throws UsageError `NOT_UTF8` for UTF-16, which spreadsheets on Windows write. */
export async function refuseUtf16(file: string): Promise<void> {
  await using handle = await open(file)
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  const head = buffer.toString('hex')
  if (bytesRead < 2 || (head !== 'fffe' && head !== 'feff')) return
  throw new UsageError('NOT_UTF8', `Expected UTF-8, got UTF-16 in ${file}.`, { fix: 'Save the file again as UTF-8.' })
}
