import { isMillraceError, toError } from '../../../base/errors.ts'
import { imageError } from '../image-errors.ts'
import type { ImageOptions } from '../options.ts'
import { avifdecDecoder } from './avifdec-decoder.ts'
import type { Decoder } from './decoder.ts'
import { ffmpegDecoder } from './ffmpeg-decoder.ts'
import { sharpDecoder } from './sharp-decoder.ts'

/** In the order in which `auto` tries them: the fastest first. */
export const decoders: readonly Decoder[] = [sharpDecoder, avifdecDecoder, ffmpegDecoder]

const versions = new Map<string, Promise<string | undefined>>()

/** A decoder's version, asked once per process; nothing where it is not installed. */
export function versionOf(decoder: Decoder): Promise<string | undefined> {
  const known = versions.get(decoder.name) ?? decoder.version()
  versions.set(decoder.name, known)
  return known
}

/** Those that a step may use on this machine. */
export async function chosenDecoders(choice: ImageOptions['decoder']): Promise<Decoder[]> {
  const wanted = decoders.filter(({ name }) => choice === 'auto' || name === choice)
  const installed = await Promise.all(wanted.map(async (decoder) => (await versionOf(decoder)) !== undefined))
  return wanted.filter((_, index) => installed[index])
}

export interface Try {
  readonly decoder: string
  readonly error: Error
}

/** One of our errors, whatever was thrown: sharp and the system throw their own. */
export function asImageError(thrown: unknown, decoder: string): Error {
  if (isMillraceError(thrown)) return thrown
  const said = toError(thrown).message.replaceAll(/\s+/g, ' ').trim()
  return imageError('IMAGE_DECODE_FAILED', `Expected ${decoder} to decode the picture, got: ${said.slice(0, 300)}`, thrown)
}

/** What the last decoder lost counts most: a loss says more than a refusal. */
export function worstOf(tries: readonly Try[]): Error {
  const loss = tries.findLast(({ error }) => isMillraceError(error) && error.code.endsWith('_LOST'))
  const chosen = loss ?? tries.at(0)
  if (chosen === undefined || tries.length === 1)
    return chosen?.error ?? imageError('IMAGE_UNSUPPORTED', 'Expected a decoder, got none installed.')
  const others = tries.filter((other) => other !== chosen).map(({ decoder, error }) => `${decoder}: ${error.message}`)
  const code = isMillraceError(chosen.error) ? chosen.error.code : 'IMAGE_DECODE_FAILED'
  return imageError(
    code as Parameters<typeof imageError>[0], // decoders throw no others
    `${chosen.error.message} Also tried ${others.join(' ')}`,
    chosen.error,
  )
}
