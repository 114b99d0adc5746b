/**
 * A CSV file gets its column `extra` when the first row comes that needs it. The wider file is written beside the one that
 * is there, which stays as it was until the new length is committed: whatever a crash leaves, the committed length tells
 * which of the two counts.
 */
import { createReadStream } from 'node:fs'
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises'
import { errorCode } from '../base/errors.ts'

const quote = 0x22
const newline = 0x0a
const comma = Buffer.from(',')

function besides(file: string): string {
  return `${file}.partial`
}

export interface Widening {
  readonly file: string
  /** The line of names, as it will be. */
  readonly head: string
  /** How much of the file counts. */
  readonly bytes: number
}

/** Writes the file with an empty cell at the end of every row. Resolves with the path of the wider one, and its length. */
export async function widen({ file, head, bytes }: Widening): Promise<{ readonly path: string; readonly offset: number }> {
  const path = besides(file)
  await using wide = await open(path, 'w')
  await wide.writeFile(head)
  let isHead = true
  let isQuoted = false
  for await (const chunk of createReadStream(file, { end: bytes - 1 })) {
    const pieces: Buffer[] = []
    let from = 0
    const found: Buffer = chunk // read without an encoding
    for (let at = 0; at < found.length; at++) {
      if (found[at] === quote) isQuoted = !isQuoted
      if (found[at] !== newline || isQuoted) continue
      if (!isHead) pieces.push(found.subarray(from, at), comma, found.subarray(at, at + 1))
      isHead = false
      from = at + 1
    }
    if (!isHead) pieces.push(found.subarray(from))
    await writeAll(wide, pieces)
  }
  await wide.datasync()
  return { path, offset: (await wide.stat()).size }
}

/** The wider file takes the place of the other: its length is committed. */
export async function takePlace(file: string): Promise<void> {
  await rename(besides(file), file)
}

/** After a crash: a wider file counts when more is committed than the other one holds. */
export async function settleWidening(file: string, offset: number): Promise<void> {
  if ((await sizeOf(besides(file))) === undefined) return
  const size = await sizeOf(file)
  if (size !== undefined && offset <= size) await rm(besides(file))
  else await takePlace(file)
}

async function writeAll(file: FileHandle, pieces: readonly Buffer[]): Promise<void> {
  if (pieces.length > 0) await file.writeFile(Buffer.concat(pieces))
}

async function sizeOf(file: string): Promise<number | undefined> {
  return stat(file).then(
    ({ size }) => size,
    (thrown) => {
      if (errorCode(thrown) === 'ENOENT') return undefined
      throw thrown
    },
  )
}
