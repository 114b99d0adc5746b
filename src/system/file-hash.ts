/** What a file is: the hash of its content, and the stamp that shows whether it may have changed. */
import { createHash } from 'node:crypto'
import { type FileHandle, open, stat } from 'node:fs/promises'

/** Equal stamps mean equal content, unless the file was written within its file system's clock tick. */
export interface Stamp {
  /** Absolute. */
  readonly path: string
  readonly sizeBytes: number
  readonly mtimeMs: number
  readonly ctimeMs: number
  readonly inode: number
}

const pieceBytes = 256 * 1024

/** sha256 in hexadecimal; rejects with the signal's reason when it aborts. */
export async function hashFile(path: string, signal?: AbortSignal): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const { sha256 } = await hashOpen(file, size, signal)
    return sha256
  } finally {
    await file.close()
  }
}

/** As `hashFile`, over a file that is open; `sizeBytes` is what was read, `expectedBytes` only sizes the buffer. */
export async function hashOpen(file: FileHandle, expectedBytes: number, signal?: AbortSignal) {
  const hash = createHash('sha256')
  // One byte more than expected shows the end with the first read.
  const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, expectedBytes + 1))
  let sizeBytes = 0
  for (;;) {
    signal?.throwIfAborted()
    const { bytesRead } = await file.read(buffer, 0, buffer.length, sizeBytes)
    hash.update(buffer.subarray(0, bytesRead))
    sizeBytes += bytesRead
    if (bytesRead === 0 || (bytesRead < buffer.length && sizeBytes === expectedBytes)) break
  }
  return { sizeBytes, sha256: hash.digest('hex') }
}

/** Follows links, as whoever reads the file does. */
export async function stampOf(path: string): Promise<Stamp> {
  const { size, mtimeMs, ctimeMs, ino } = await stat(path)
  return { path, sizeBytes: size, mtimeMs, ctimeMs, inode: ino }
}

/** True when nothing shows that the file has changed between the two; the paths are not compared. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.sizeBytes === b.sizeBytes && a.mtimeMs === b.mtimeMs && a.ctimeMs === b.ctimeMs && a.inode === b.inode
}
