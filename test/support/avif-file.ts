/** Makes small AVIF files box by box, true or not, for tests of what reads them. */
import { makeBox } from '../../src/steps/image/avif/boxes.ts'

export interface AvifParts {
  readonly width: number
  readonly height: number
  /** The picture's coded bytes. */
  readonly data?: Buffer
  /** Further properties of the picture, in order. */
  readonly properties?: readonly Buffer[]
  readonly itemType?: string
  /** Bytes the header claims; those that are there unless given. */
  readonly claimedBytes?: number
}

export function avifFile({ width, height, data = Buffer.from([0x12, 0]), ...rest }: AvifParts): Buffer {
  const properties = [
    fullBox('ispe', u32(width), u32(height)),
    makeBox('av1C', Buffer.from([0x81, 0, 0x0c, 0])),
    ...(rest.properties ?? []),
  ]
  const links = fullBox('ipma', u32(1), u16(1), Buffer.from([properties.length, ...properties.map((_, index) => index + 1)]))
  const claimed = rest.claimedBytes ?? data.length
  const meta = (start: number) =>
    fullBox(
      'meta',
      fullBox('hdlr', Buffer.alloc(4), Buffer.from('pict'), Buffer.alloc(13)),
      fullBox('pitm', u16(1)),
      fullBox('iloc', Buffer.from([0x44, 0]), u16(1), u16(1), u16(0), u16(1), u32(start), u32(claimed)),
      fullBox(
        'iinf',
        u16(1),
        makeBox('infe', Buffer.from([2, 0, 0, 0, 0, 1, 0, 0]), Buffer.from(`${rest.itemType ?? 'av01'}\0`)),
      ),
      makeBox('iprp', makeBox('ipco', ...properties), links),
    )
  const type = makeBox('ftyp', Buffer.from('avif\0\0\0\0avifmif1miaf'))
  const start = type.length + meta(0).length + 8
  return Buffer.concat([type, meta(start), makeBox('mdat', data)])
}

/** A box with version 0 and no flags. */
export function fullBox(type: string, ...parts: readonly Uint8Array[]): Buffer {
  return makeBox(type, Buffer.alloc(4), ...parts)
}

export function u16(value: number): Buffer {
  return Buffer.from([(value >> 8) & 255, value & 255])
}

export function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
