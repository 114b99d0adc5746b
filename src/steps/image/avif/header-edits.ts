/** Changes to the header of a copy, for decoders that would otherwise read it differently from each other. */
import { readFile } from 'node:fs/promises'
import type { Edit } from '../picture.ts'
import type { PlacedBox } from './box-file.ts'
import type { Meta, Property } from './meta-box.ts'
import { colourOf } from './properties.ts'

/** The file's bytes with the edits made; the file itself stays as it is. */
export async function editedCopy(path: string, edits: readonly Edit[]): Promise<Buffer> {
  const copy = await readFile(path)
  for (const { start, bytes } of edits) bytes.copy(copy, start)
  return copy
}

const transforming = ['clap', 'irot', 'imir']

/** Of every item: alpha carries the same transformations as its picture. */
export function plainEdits(meta: Meta, box: PlacedBox): Edit[] {
  const turning = allProperties(meta).filter(({ type }) => transforming.includes(type))
  return turning.map(({ link }) => ({ start: box.start + link.start, bytes: Buffer.alloc(link.size) }))
}

/**
 * The header's colour coding overrides the bitstream's (ISO/IEC 23000-22). libheif forgets that, and with it the range,
 * where the matrix is "unspecified" (2); other decoders read BT.601 (6) there. So it is written down.
 */
export function colourEdits(meta: Meta, box: PlacedBox): Edit[] {
  const unspecified = allProperties(meta).filter((found) => colourOf([found])?.matrix === 2)
  return unspecified.map(({ content }) => ({
    start: box.start + content.byteOffset - box.content.byteOffset + 8,
    bytes: Buffer.from([0, 6]),
  }))
}

function allProperties(meta: Meta): Property[] {
  return [...meta.items.values()].flatMap((item) => item.properties)
}
