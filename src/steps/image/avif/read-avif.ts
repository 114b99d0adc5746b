import { type FileHandle, open } from 'node:fs/promises'
import { imageError } from '../image-errors.ts'
import { type Picture, sizeAfter, type Track } from '../picture.ts'
import { type BoxFile, readAt, readBoxFile } from './box-file.ts'
import { Bytes } from './bytes.ts'
import { readMeta } from './meta-box.ts'
import { readMovie } from './movie.ts'
import { readSequenceHeader, type SequenceHeader } from './sequence-header.ts'
import { readStill } from './still-picture.ts'

/**
 * Reads what an AVIF file says about itself, without decoding a pixel. Hostile files cost bounded time and memory.
 * @throws PermanentError IMAGE_EMPTY, IMAGE_NOT_AVIF, IMAGE_TRUNCATED, IMAGE_CORRUPT or IMAGE_UNSUPPORTED.
 */
export async function readAvif(path: string): Promise<Picture> {
  await using file = await open(path, 'r')
  await checkStart(file)
  const boxes = await readBoxFile(file)
  checkBrands(boxes)
  const movie = await movieOf(boxes, file)
  if (movie !== undefined) return movie
  const box = boxes.boxes.find(({ type }) => type === 'meta')
  if (box === undefined) throw imageError('IMAGE_TRUNCATED', 'Expected a header (meta or moov), but the file ends before it.')
  return await readStill({ file, sizeBytes: boxes.sizeBytes, box, meta: readMeta(box.content) })
}

async function checkStart(file: FileHandle): Promise<void> {
  const start = await readAt(file, 0, 12)
  if (start.length === 0) throw imageError('IMAGE_EMPTY', 'Expected a picture, got an empty file (0 bytes).')
  if (start.toString('latin1', 4, 8) !== 'ftyp')
    throw imageError('IMAGE_NOT_AVIF', 'Expected an AVIF picture, got a file that does not start as one.')
}

/** `mif1` and `miaf` say nothing about the codec: the items decide then. */
const welcome = ['avif', 'avis', 'mif1', 'miaf', 'MA1A', 'MA1B']

function checkBrands({ boxes }: BoxFile): void {
  const ftyp = boxes[0]
  if (ftyp?.type !== 'ftyp') throw imageError('IMAGE_NOT_AVIF', 'Expected the file type first, got another box.')
  const bytes = new Bytes(ftyp.content)
  const brands = [bytes.type()]
  bytes.skip(4)
  while (bytes.left >= 4) brands.push(bytes.type())
  if (brands.some((brand) => welcome.includes(brand))) return
  throw imageError('IMAGE_NOT_AVIF', `Expected an AVIF picture (brand avif or avis), got ${JSON.stringify(brands[0])}.`)
}

/** A sequence, where the file is one (`avis` comes with a movie). */
async function movieOf({ boxes, sizeBytes }: BoxFile, file: FileHandle): Promise<Picture | undefined> {
  const box = boxes.find(({ type }) => type === 'moov')
  const found = box && readMovie(box.content, sizeBytes)
  if (found === undefined) return undefined
  const { movie, ...rest } = found
  const stored = movie.colour.size
  const [head, alphaHead] = await Promise.all([movie.colour, movie.alpha].map((track) => firstHeader(file, track)))
  return {
    format: 'avif',
    ...sizeAfter(stored, rest.transformations),
    stored,
    pixels: Math.max(stored.width * stored.height, head === undefined ? 0 : head.width * head.height),
    hasAlpha: movie.alpha !== undefined,
    isAlphaLimited: alphaHead?.colour.isFullRange === false,
    frames: movie.colour.samples.length,
    exif: undefined,
    xmp: undefined,
    plainEdits: [],
    colourEdits: [],
    movie,
    ...rest,
    colour: rest.colour ?? head?.colour,
  }
}

/** The bitstream's own head, from the first frame of a track. */
async function firstHeader(file: FileHandle, track: Track | undefined): Promise<SequenceHeader | undefined> {
  const first = track?.samples[0]
  return first && readSequenceHeader(await readAt(file, first.start, Math.min(first.length, 1_024)))
}
