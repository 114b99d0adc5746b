import { readFile } from 'node:fs/promises'
import type { Edit } from './picture.ts'

/** The file's bytes with the edits made; the file itself stays as it is. */
export async function editedCopy(path: string, edits: readonly Edit[]): Promise<Buffer> {
  const copy = await readFile(path)
  for (const { start, bytes } of edits) bytes.copy(copy, start)
  return copy
}
