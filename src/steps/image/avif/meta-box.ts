/** The `meta` box (ISO/IEC 23008-12): which items a file holds, what they are like, and where their bytes lie. */

import { imageError } from '../image-errors.ts'
import { type Box, boxesIn, findBox, fullBox } from './boxes.ts'
import { Bytes } from './bytes.ts'
import { type ItemPlace, readPlaces } from './item-places.ts'

export interface Meta {
  readonly primary: number | undefined
  readonly items: ReadonlyMap<number, MetaItem>
  readonly references: readonly Reference[]
  readonly places: ReadonlyMap<number, ItemPlace>
  /** Bytes kept inside the box itself. */
  readonly inner: Buffer
}

export interface MetaItem {
  readonly id: number
  readonly type: string
  /** For `mime` items. */
  readonly contentType: string
  readonly properties: readonly Property[]
}

export interface Property extends Box {
  readonly isEssential: boolean
  /** Where the link to this property is written, counted from the start of the `meta` box's content. */
  readonly link: { readonly start: number; readonly size: number }
}

export interface Reference {
  readonly type: string
  readonly from: number
  readonly to: readonly number[]
}

const mostEntries = 65_536

export function readMeta(content: Buffer): Meta {
  const boxes = boxesIn(fullBox(content).bytes.rest())
  const inside = (type: string) => findBox(boxes, type)?.content
  const links = readLinks(boxesIn(inside('iprp') ?? Buffer.alloc(0)), content)
  const inner = inside('idat') ?? Buffer.alloc(0)
  return {
    primary: readPrimary(inside('pitm')),
    items: readItems(inside('iinf'), links),
    references: readReferences(inside('iref')),
    places: readPlaces(inside('iloc')),
    inner,
  }
}

function readPrimary(content: Buffer | undefined): number | undefined {
  if (content === undefined) return undefined
  const { version, bytes } = fullBox(content)
  return bytes.uint(version === 0 ? 2 : 4)
}

function readItems(content: Buffer | undefined, links: ReadonlyMap<number, readonly Property[]>): Map<number, MetaItem> {
  if (content === undefined) return new Map()
  const { version, bytes } = fullBox(content)
  bytes.skip(version === 0 ? 2 : 4)
  const entries = boxesIn(bytes.rest()).filter((box) => box.type === 'infe')
  return new Map(entries.map((entry) => readItem(entry.content, links)).map((item) => [item.id, item]))
}

function readItem(content: Buffer, links: ReadonlyMap<number, readonly Property[]>): MetaItem {
  const { version, bytes } = fullBox(content)
  if (version < 2) throw imageError('IMAGE_UNSUPPORTED', `Expected item entries of version 2 or 3, got version ${version}.`)
  const id = bytes.uint(version === 2 ? 2 : 4)
  const type = bytes.skip(2).type()
  bytes.text()
  return { id, type, contentType: type === 'mime' ? bytes.text() : '', properties: links.get(id) ?? [] }
}

function readReferences(content: Buffer | undefined): Reference[] {
  if (content === undefined) return []
  const { version, bytes } = fullBox(content)
  return boxesIn(bytes.rest()).map(({ type, content: inner }) => {
    const reference = new Bytes(inner)
    const size = version === 0 ? 2 : 4
    const from = reference.uint(size)
    const to = Array.from({ length: checkedCount(reference.uint(2), reference, size) }, () => reference.uint(size))
    return { type, from, to }
  })
}

/** Which properties belong to which item, in the order in which transformations apply. */
function readLinks(boxes: readonly Box[], meta: Buffer): Map<number, Property[]> {
  const properties = boxesIn(findBox(boxes, 'ipco')?.content ?? Buffer.alloc(0))
  const links = new Map<number, Property[]>()
  for (const { content } of boxes.filter((box) => box.type === 'ipma')) {
    const start = content.byteOffset - meta.byteOffset
    for (const [id, found] of linksOf(content, { properties, start })) links.set(id, [...(links.get(id) ?? []), ...found])
  }
  return links
}

interface LinkSetting {
  readonly properties: readonly Box[]
  readonly start: number
}

function linksOf(content: Buffer, setting: LinkSetting): [number, Property[]][] {
  const { version, flags, bytes } = fullBox(content)
  const size = (flags & 1) === 1 ? 2 : 1
  const count = checkedCount(bytes.uint(4), bytes, 3)
  return Array.from({ length: count }, () => {
    const id = bytes.uint(version === 0 ? 2 : 4)
    const found = Array.from({ length: bytes.uint(1) }, () => readLink(bytes, size, setting))
    return [id, found.filter((property) => property !== undefined)]
  })
}

function readLink(bytes: Bytes, size: number, { properties, start }: LinkSetting): Property | undefined {
  // `fullBox` has cut nothing off the buffer, so positions count from the content's start.
  const link = { start: start + bytes.position, size }
  const value = bytes.uint(size)
  const top = size === 1 ? 0x80 : 0x8000
  const index = value & (top - 1)
  if (index === 0) return undefined
  const box = properties[index - 1]
  if (box === undefined)
    throw imageError('IMAGE_CORRUPT', `Expected a property between 1 and ${properties.length}, got ${index}.`)
  return { ...box, isEssential: (value & top) !== 0, link }
}

/** A count that cannot be true, given the bytes that are left, ends the reading before anything is allocated for it. */
export function checkedCount(count: number, bytes: Bytes, leastBytesEach: number): number {
  if (count > mostEntries || count * leastBytesEach > bytes.left) {
    throw imageError('IMAGE_CORRUPT', `Expected as many entries as fit into ${bytes.left} bytes, got a count of ${count}.`)
  }
  return count
}
