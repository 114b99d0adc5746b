import { open } from 'node:fs/promises'
import type { Movie, Picture, Track } from '../picture.ts'
import { readAt } from './box-file.ts'
import { makeBox } from './boxes.ts'

/**
 * The first frame of a sequence as a still AVIF file, for decoders that know no sequences.
 * The first frame is always complete in itself (a sync sample), so its bytes can be taken as they are.
 */
export async function firstFrameStill(path: string, picture: Picture, movie: Movie): Promise<Buffer> {
  const tracks = movie.alpha === undefined ? [movie.colour] : [movie.colour, movie.alpha]
  const samples = await firstSamples(path, tracks)
  const lengths = samples.map((sample) => sample.length)
  const header = (start: number) => Buffer.concat([fileType, metaBox({ picture, tracks, lengths, start })])
  const start = header(0).length + 8
  return Buffer.concat([header(start), makeBox('mdat', ...samples)])
}

async function firstSamples(path: string, tracks: readonly Track[]): Promise<Buffer[]> {
  await using file = await open(path, 'r')
  const samples: Buffer[] = []
  for (const { samples: places } of tracks) {
    const first = places[0]
    if (first !== undefined) samples.push(await readAt(file, first.start, first.length))
  }
  return samples
}

const fileType = makeBox('ftyp', Buffer.from('avif\0\0\0\0avifmif1miaf', 'latin1'))

interface StillParts {
  readonly picture: Picture
  /** Colour, then perhaps alpha: items 1 and 2. */
  readonly tracks: readonly Track[]
  readonly lengths: readonly number[]
  /** Where the first item's bytes will lie in the file. */
  readonly start: number
}

function metaBox(parts: StillParts): Buffer {
  const isAlone = parts.tracks.length === 1
  const handler = full('hdlr', Buffer.alloc(4), Buffer.from('pict', 'latin1'), Buffer.alloc(13))
  const entries = parts.tracks.map((_, index) => full2('infe', u16(index + 1), u16(0), Buffer.from('av01\0', 'latin1')))
  const references = isAlone ? [] : [full('iref', makeBox('auxl', u16(2), u16(1), u16(1)))]
  const items = full('iinf', u16(entries.length), ...entries)
  return full('meta', handler, full('pitm', u16(1)), placesBox(parts), items, ...references, propertiesBox(parts))
}

function placesBox({ lengths, start }: StillParts): Buffer {
  const entries = lengths.map((length, index) => {
    const offset = start + lengths.slice(0, index).reduce((sum, size) => sum + size, 0)
    return Buffer.concat([u16(index + 1), u16(0), u16(1), u32(offset), u32(length)])
  })
  return full('iloc', Buffer.from([0x44, 0]), u16(entries.length), ...entries)
}

/** Size and configuration of each track, the colour coding, and the mark of the alpha picture. */
function propertiesBox({ picture, tracks }: StillParts): Buffer {
  const own = tracks.flatMap(({ size, configuration }) => [
    full('ispe', u32(size.width), u32(size.height)),
    makeBox('av1C', configuration),
  ])
  const alphaMark = full('auxC', Buffer.from('urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0', 'latin1'))
  const shared = [...(tracks.length > 1 ? [alphaMark] : []), ...colourBox(picture)]
  const colourIndex = own.length + shared.length
  const links = [
    [1, 0x82, ...(picture.colour === undefined ? [] : [colourIndex])],
    [3, 0x84, 5],
  ].slice(0, tracks.length)
  const linked = links.map((indexes, index) => Buffer.concat([u16(index + 1), Buffer.from([indexes.length, ...indexes])]))
  return makeBox('iprp', makeBox('ipco', ...own, ...shared), full('ipma', u32(linked.length), ...linked))
}

function colourBox({ colour }: Picture): Buffer[] {
  if (colour === undefined) return []
  const { primaries, transfer, matrix, isFullRange } = colour
  const values = [u16(primaries), u16(transfer), u16(matrix === 2 ? 6 : matrix), Buffer.from([isFullRange ? 0x80 : 0])]
  return [makeBox('colr', Buffer.from('nclx', 'latin1'), ...values)]
}

function full(type: string, ...parts: readonly Uint8Array[]): Buffer {
  return makeBox(type, Buffer.alloc(4), ...parts)
}

function full2(type: string, ...parts: readonly Uint8Array[]): Buffer {
  return makeBox(type, Buffer.from([2, 0, 0, 0]), ...parts)
}

function u16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
