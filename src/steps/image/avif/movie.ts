/** The `moov` box: an image sequence as a movie of one colour track and perhaps an alpha track. */

import { imageError } from '../image-errors.ts'
import type { Movie, Picture, Track, Transformation } from '../picture.ts'
import { type Box, boxesIn, findBox, fullBox } from './boxes.ts'
import { Bytes } from './bytes.ts'
import * as property from './properties.ts'
import { frameDurations, samplePlaces } from './sample-table.ts'

type MovieFacts = Pick<Picture, 'isPremultiplied' | 'bitDepth' | 'isMonochrome' | 'transformations' | 'colour' | 'icc'>

/** Nothing where no track holds AV1 pictures. */
export function readMovie(content: Buffer, sizeBytes: number): (MovieFacts & { readonly movie: Movie }) | undefined {
  const tracks = boxesIn(content)
    .filter(({ type }) => type === 'trak')
    .map((box) => readTrack(box, sizeBytes))
  const found = tracks.filter((track) => track !== undefined)
  const colour = found.find(({ handler }) => handler === 'pict' || handler === 'vide')
  if (colour === undefined) return undefined
  const alpha = found.find((track) => track !== colour && property.isAlpha(track.properties))
  if (alpha !== undefined && alpha.samples.length !== colour.samples.length) {
    throw imageError('IMAGE_CORRUPT', `Expected ${colour.samples.length} alpha frames, got ${alpha.samples.length}.`)
  }
  const configuration = property.configurationOf(colour.properties)
  if (configuration === undefined) throw imageError('IMAGE_CORRUPT', 'Expected an AV1 configuration (av1C), got none.')
  return {
    movie: { colour, alpha, durationsMs: colour.durationsMs },
    isPremultiplied: colour.isPremultiplied,
    ...configuration,
    transformations: colour.transformations,
    colour: property.colourOf(colour.properties),
    icc: property.iccProfileOf(colour.properties),
  }
}

interface ReadTrack extends Track {
  readonly handler: string
  readonly properties: readonly Box[]
  readonly transformations: readonly Transformation[]
  readonly durationsMs: readonly number[]
  readonly isPremultiplied: boolean
}

function readTrack({ content }: Box, sizeBytes: number): ReadTrack | undefined {
  const track = boxesIn(content)
  const media = inside(track, 'mdia')
  const table = inside(inside(media, 'minf'), 'stbl')
  const entry = sampleEntry(findBox(table, 'stsd'))
  if (entry === undefined) return undefined
  const samples = samplePlaces(table, sizeBytes)
  return {
    handler: new Bytes(findBox(media, 'hdlr')?.content ?? Buffer.alloc(12)).skip(8).type(),
    size: entry.size,
    properties: entry.properties,
    configuration: findBox(entry.properties, 'av1C')?.content ?? Buffer.alloc(0),
    samples,
    transformations: matrixSteps(findBox(track, 'tkhd')),
    durationsMs: frameDurations({ table, timescale: timescaleOf(findBox(media, 'mdhd')), count: samples.length }),
    isPremultiplied: inside(track, 'tref').some(({ type }) => type === 'prem'),
  }
}

function inside(boxes: readonly Box[], type: string): Box[] {
  return boxesIn(findBox(boxes, type)?.content ?? Buffer.alloc(0))
}

/** The first AV1 sample entry: its size and what else it says. */
function sampleEntry(box: Box | undefined): { readonly size: property.Size; readonly properties: readonly Box[] } | undefined {
  if (box === undefined) return undefined
  const entry = boxesIn(fullBox(box.content).bytes.skip(4).rest()).find(({ type }) => type === 'av01')
  if (entry === undefined) return undefined
  const bytes = new Bytes(entry.content).skip(24)
  const size = { width: bytes.uint(2), height: bytes.uint(2) }
  if (size.width === 0 || size.height === 0) throw imageError('IMAGE_CORRUPT', 'Expected the size of the frames, got 0.')
  return { size, properties: boxesIn(bytes.skip(50).rest()) }
}

function timescaleOf(box: Box | undefined): number {
  if (box === undefined) return 1000
  const { version, bytes } = fullBox(box.content)
  return bytes.skip(version === 1 ? 16 : 8).uint(4) || 1000
}

/** A track may be turned or mirrored by its matrix; `a b c d` below are its corners, 1 or -1 or 0. */
const matrices: Readonly<Record<string, readonly Transformation[]>> = {
  '1 0 0 1': [],
  '0 1 -1 0': [{ kind: 'rotate', turns: 1 }],
  '-1 0 0 -1': [{ kind: 'rotate', turns: 2 }],
  '0 -1 1 0': [{ kind: 'rotate', turns: 3 }],
  '-1 0 0 1': [{ kind: 'mirror', axis: 'horizontal' }],
  '1 0 0 -1': [{ kind: 'mirror', axis: 'vertical' }],
}

function matrixSteps(box: Box | undefined): readonly Transformation[] {
  if (box === undefined) return []
  const { version, bytes } = fullBox(box.content)
  bytes.skip(version === 1 ? 48 : 36)
  const [a, b, , c, d] = Array.from({ length: 5 }, () => bytes.int32() / 65_536)
  const steps = matrices[`${a} ${b} ${c} ${d}`]
  if (steps === undefined)
    throw imageError('IMAGE_UNSUPPORTED', `Expected frames turned by quarters, got the matrix ${a} ${b} ${c} ${d}.`)
  return steps
}
