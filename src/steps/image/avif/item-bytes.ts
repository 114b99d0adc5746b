import type { FileHandle } from 'node:fs/promises'
import { imageError } from '../image-errors.ts'
import { readAt } from './box-file.ts'
import type { Meta, MetaItem } from './meta-box.ts'

export interface ItemFile {
  readonly file: FileHandle
  readonly sizeBytes: number
  readonly meta: Meta
}

/** Descriptions (Exif, XMP) are small; a larger one is refused before it is read. */
const largestBytes = 16 * 1024 * 1024

export function requireItem(meta: Meta, id: number | undefined): MetaItem {
  const item = id === undefined ? undefined : meta.items.get(id)
  if (item === undefined) throw imageError('IMAGE_CORRUPT', `Expected item ${id ?? '(primary)'} in the header, got none.`)
  return item
}

/** The bytes of an item that is not picture data, at most `mostBytes` of them. */
export async function itemBytes({ file, sizeBytes, meta }: ItemFile, item: MetaItem, mostBytes?: number): Promise<Buffer> {
  const place = meta.places.get(item.id)
  if (place === undefined) throw imageError('IMAGE_CORRUPT', `Expected the place of item ${item.id}, got none.`)
  const available = place.within === 'file' ? sizeBytes : meta.inner.length
  const parts: Buffer[] = []
  for (const { start, length } of place.extents) {
    const end = length === 0 ? available : start + length
    if (end > available)
      throw imageError('IMAGE_TRUNCATED', `Expected item ${item.id} up to byte ${end}, but the file ends at byte ${available}.`)
    const size = Math.min(end - start, mostBytes ?? end - start)
    if (size > largestBytes)
      throw imageError('IMAGE_CORRUPT', `Expected a description of at most ${largestBytes} bytes, got more.`)
    parts.push(place.within === 'file' ? await readAt(file, start, size) : meta.inner.subarray(start, start + size))
  }
  return Buffer.concat(parts).subarray(0, mostBytes)
}
