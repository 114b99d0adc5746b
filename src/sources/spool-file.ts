/** The file of a spool, and the mark beside it that says whether all of the stream is in it. */
import { access, type FileHandle, open } from 'node:fs/promises'

export const chunkBytes = 256 * 1024

export type Progress = (position: number) => Promise<number>

/** Yields what `reach` answers is there, until it answers no more than what was read. */
export async function* readTo(file: string, signal: AbortSignal, reach: Progress): AsyncGenerator<Buffer> {
  await using handle = await open(file)
  let position = 0
  for (;;) {
    signal.throwIfAborted()
    const length = await reach(position)
    if (length <= position) return
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(Math.min(chunkBytes, length - position)), { position })
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

/** Says that the stream had ended and all of it is in the spool. */
export function doneMark(file: string): string {
  return `${file}.done`
}

/** The length up to the last separator: what follows it was cut off in the middle. */
export async function wholePieces(handle: FileHandle, size: number, separator: number): Promise<number> {
  for (let end = size; end > 0; end -= chunkBytes) {
    const start = Math.max(0, end - chunkBytes)
    const { buffer } = await handle.read(Buffer.alloc(end - start), { position: start })
    const last = buffer.lastIndexOf(separator)
    if (last >= 0) return start + last + 1
  }
  return 0
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
