/**
 * The way of one picture:
 * 1. its header says what must come out;
 * 2. a decoder gives the pixels, which are encoded into the temporary file;
 * 3. that file is read back and compared with the header;
 * 4. what does not hold up is tried again with the next decoder, and fails when none is left.
 */
import { writeFile } from 'node:fs/promises'
import type { StepContext } from '../step.ts'
import type { Size } from './avif/properties.ts'
import type { Decoded, Decoder } from './decoders/decoder.ts'
import { asImageError, type Try, worstOf } from './decoders/decoders.ts'
import { encode } from './encode.ts'
import { imageError } from './image-errors.ts'
import type { ImageOptions, OutputFormat } from './options.ts'
import type { Picture } from './picture.ts'
import { withChunks } from './png/chunks.ts'
import { metadataChunks } from './png/metadata.ts'
import { oriented } from './transform.ts'
import { verify } from './verify.ts'

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
  const decoded = await decodeFrame(decoder, job, 0)
  const encoded = await encode({
    input: await oriented(decoded, picture),
    picture,
    options,
    format,
    isRaw: decoded.isRaw,
  })
  const chunks = format === 'png' ? metadataChunks(picture, options.metadata === 'keep') : []
  await writeFile(target, format === 'png' ? withChunks(encoded.bytes, chunks) : [encoded.bytes])
  const stored = decoded.isOriented ? undefined : decoded.input
  const facts = await verify({ path: target, source, picture, options, format, encoded, frames: 1, stored })
  return { decoder: decoder.name, ...encoded, bitDepth: facts.bitDepth, frames: facts.frames, sizeBytes: facts.sizeBytes }
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
