import type { Picture } from '../picture.ts'

/** One way to get at the pixels. None of them is believed: what they give is compared with the input's own header. */
export interface Decoder {
  readonly name: 'sharp' | 'avifdec' | 'ffmpeg'
  /** Its version, or nothing where it is not installed. */
  version(): Promise<string | undefined>
  /** @throws PermanentError IMAGE_DECODE_FAILED or IMAGE_UNSUPPORTED. */
  decode(job: DecodeJob): Promise<Decoded>
}

export interface DecodeJob {
  readonly path: string
  readonly picture: Picture
  /** From 0. */
  readonly frame: number
  readonly maxPixels: number
  readonly signal: AbortSignal
  /** A private folder for files in between. */
  folder(): Promise<string>
}

export interface Decoded {
  /** What sharp reads next: a file, or its bytes. */
  readonly input: string | Buffer
  /** The transformations of the header are already applied, or still to do. */
  readonly isOriented: boolean
  /** Values as they lie in the bitstream: 10 and 12 bits shifted up to 16 instead of scaled, limited alpha not widened. */
  readonly isRaw: boolean
}
