import { imageError } from '../image-errors.ts'
import type { Box } from './boxes.ts'
import { type ItemFile, itemBytes } from './item-bytes.ts'
import type { MetaItem } from './meta-box.ts'
import * as property from './properties.ts'
import { readSequenceHeader } from './sequence-header.ts'

/** What is known of the coded picture in one item, from its properties and the head of its bitstream. */
export interface CodedItem {
  readonly id: number
  readonly properties: readonly Box[]
  /** The larger of what the file claims and what the bitstream claims: what a decoder will need room for. */
  readonly pixels: number
  /** The file's word on colours, else the bitstream's. */
  readonly colour: property.CodedColour | undefined
  /** Brightness runs over the full range of its bits, in the bitstream. */
  readonly isFullRange: boolean
}

/** Enough for any sequence header and what may stand before it. */
const headBytes = 1_024

/** @throws PermanentError IMAGE_TRUNCATED when coded bytes lie beyond the end of the file. */
export async function readCodedItem(setting: ItemFile, item: MetaItem): Promise<CodedItem> {
  checkPlace(setting, item)
  const head = readSequenceHeader(await itemBytes(setting, item, headBytes))
  const size = property.sizeOf(item.properties)
  const pixels = [size, head].map((found) => (found === undefined ? 0 : found.width * found.height))
  return {
    id: item.id,
    properties: item.properties,
    pixels: Math.max(...pixels),
    colour: property.colourOf(item.properties) ?? head?.colour,
    isFullRange: head?.colour.isFullRange ?? true,
  }
}

function checkPlace({ meta, sizeBytes }: ItemFile, item: MetaItem): void {
  const place = meta.places.get(item.id)
  if (place === undefined || place.extents.length === 0) {
    throw imageError('IMAGE_CORRUPT', `Expected the place of item ${item.id}, got none.`)
  }
  const available = place.within === 'file' ? sizeBytes : meta.inner.length
  const end = place.extents.reduce((last, { start, length }) => Math.max(last, start + Math.max(1, length)), 0)
  if (end > available) {
    throw imageError('IMAGE_TRUNCATED', `Expected picture data up to byte ${end}, but the file ends at byte ${available}.`)
  }
}
