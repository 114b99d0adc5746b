/**
 * Where a document grows: a file, or standard output. A file is cut back to its last committed place when it is opened,
 * and every append is synced before its new length is told.
 */
import { openFile } from './document-file.ts'
import { openStream } from './document-stream.ts'
import type { ProjectionPlace } from './sink.ts'

export interface Document {
  /** Its length so far, in bytes. */
  readonly offset: number
  /** Resolves with the new length. */
  append(text: string): Promise<number>
  /** Resolves with the final path; nothing for standard output. */
  finish(): Promise<string | undefined>
  /** Safe to repeat. */
  close(): Promise<void>
}

export interface DocumentKind {
  /** Of the file, when the path names a folder. */
  readonly fileName: string
  /** `open`: the file grows at its final path. `hidden`: beside it, and appears there when it is complete. */
  readonly while: 'open' | 'hidden'
}

export async function openDocument(place: ProjectionPlace, kind: DocumentKind): Promise<Document> {
  return place.path === '-' ? openStream(place) : openFile(place, kind)
}

/** One JSON text per line. */
export function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}
