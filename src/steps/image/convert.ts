/**
 * The way of one picture:
 * 1. its header says what must come out;
 * 2. a decoder gives the pixels, which are encoded into the temporary file;
 * 3. that file is read back and compared with the header;
 * 4. what does not hold up is tried again with the next decoder, and fails when none is left.
 */
import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import type { StepContext } from '../step.ts'
import type { Size } from './avif/properties.ts'
import type { Decoded, Decoder } from './decoders/decoder.ts'
import { asImageError, type Try, worstOf } from './decoders/decoders.ts'
import { type Encoded, encode, isDeep } from './encode.ts'
import { imageError } from './image-errors.ts'
import type { ImageOptions, OutputFormat } from './options.ts'
import type { Picture } from './picture.ts'
import { animatedPng } from './png/animation.ts'
import { withChunks } from './png/chunks.ts'
import { metadataChunks } from './png/metadata.ts'
import { oriented } from './transform.ts'
import { type Claim, verify } from './verify.ts'

export interface ConvertJob {
  readonly source: string
  readonly picture: Picture
  readonly options: ImageOptions
  readonly format: OutputFormat
  readonly decoders: readonly Decoder[]
  readonly context: Pick<StepContext, 'signal' | 'temporaryFolder'>
}

export interface Conversion extends Size {
  readonly decoder: string
  readonly bitDepth: number
  readonly frames: number
  readonly sizeBytes: number
}

/** Writes the converted picture to `target`, verified. @throws PermanentError with what was lost or could not be decoded. */
export async function convertInto(target: string, job: ConvertJob): Promise<Conversion> {
  const tries: Try[] = []
  for (const decoder of job.decoders) {
    try {
      return await convertWith(decoder, target, job)
    } catch (thrown) {
      job.context.signal.throwIfAborted()
      tries.push({ decoder: decoder.name, error: asImageError(thrown, decoder.name) })
    }
  }
  throw worstOf(tries)
}

async function convertWith(decoder: Decoder, target: string, job: ConvertJob): Promise<Conversion> {
  const { picture, options, format, source } = job
  const count = options.frames === 'all' && format === 'png' ? picture.frames : 1
  const first = await convertFrame(decoder, job, 0)
  const others: Encoded[] = []
  for (let frame = 1; frame < count; frame++) others.push((await convertFrame(decoder, job, frame)).encoded)
  await writeFile(target, assembled(job, [first.encoded, ...others]))
  const facts = await verify({ path: target, source, picture, options, format, frames: count, ...first })
  const { width, height, bitDepth, frames, sizeBytes } = facts
  return { decoder: decoder.name, width, height, bitDepth, frames, sizeBytes }
}

async function convertFrame(
  decoder: Decoder,
  job: ConvertJob,
  frame: number,
): Promise<Pick<Claim, 'encoded' | 'stored'> & { readonly encoded: Encoded }> {
  const { picture, options, format } = job
  const decoded = await decodeFrame(decoder, job, frame)
  await checkDecoded(decoded, job)
  const encoded = await encode({ input: await oriented(decoded, picture), picture, options, format, isRaw: decoded.isRaw })
  return { encoded, stored: decoded.isOriented ? undefined : decoded.input }
}

/** 16 bits that were made of 8 would look right afterwards: what was lost in decoding is only to be seen here. */
async function checkDecoded({ input }: Decoded, job: ConvertJob): Promise<void> {
  const { depth, hasAlpha } = await sharp(input, { limitInputPixels: false }).metadata()
  if (isDeep(job) && depth === 'uchar') {
    throw imageError('IMAGE_DEPTH_LOST', `Expected ${job.picture.bitDepth} bits per channel from the decoder, got 8.`)
  }
  if (job.picture.hasAlpha && !hasAlpha) throw imageError('IMAGE_ALPHA_LOST', 'Expected a picture with alpha, got one without.')
}

/** The bytes of the file: other formats as they are, a PNG with its metadata, several frames as one animation. */
function assembled({ format, picture, options }: ConvertJob, frames: readonly Encoded[]): Buffer[] {
  const [first] = frames
  if (first === undefined || format !== 'png') return frames.map(({ bytes }) => bytes)
  const chunks = metadataChunks(picture, options.metadata === 'keep')
  if (frames.length === 1) return withChunks(first.bytes, chunks)
  const durations = picture.movie?.durationsMs ?? []
  return animatedPng(
    frames.map(({ bytes }, index) => ({ png: bytes, durationMs: durations[index] ?? 100 })),
    chunks,
  )
}

/** Room for a decoder's own PNG and a copy of the input. */
function decodeFrame(decoder: Decoder, { source, picture, options, context }: ConvertJob, frame: number): Promise<Decoded> {
  if (picture.format !== 'avif' && decoder.name !== 'sharp') {
    throw imageError('IMAGE_UNSUPPORTED', `Expected AVIF for ${decoder.name}, got ${picture.format}.`)
  }
  const expectedBytes = picture.pixels * 4
  const folder = () => context.temporaryFolder(expectedBytes)
  return decoder.decode({ path: source, picture, frame, maxPixels: options.max_pixels, signal: context.signal, folder })
}
