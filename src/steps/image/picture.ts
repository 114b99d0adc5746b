/** What a file's own header says about its picture: the truth that every conversion is checked against. */
import type { CodedColour, Crop, Size } from './avif/properties.ts'

export interface Picture extends Size {
  /** `avif`, or what sharp calls the format. Width and height are those that a person sees, after all transformations. */
  readonly format: string
  /** As stored, before any transformation. */
  readonly stored: Size
  /** Pixels the decoder will hold in memory at once: what the limit is about. */
  readonly pixels: number
  readonly hasAlpha: boolean
  /** Colours were multiplied by alpha when the file was made. */
  readonly isPremultiplied: boolean
  /** Alpha runs from 16 to 235 (of 255) in the bitstream: older files, against the specification. */
  readonly isAlphaLimited: boolean
  /** Bits per channel. */
  readonly bitDepth: number
  readonly isMonochrome: boolean
  /** In the order in which they apply. */
  readonly transformations: readonly Transformation[]
  readonly frames: number
  readonly colour: CodedColour | undefined
  readonly icc: Buffer | undefined
  /** The TIFF structure, without the marker that JPEG puts in front. */
  readonly exif: Buffer | undefined
  readonly xmp: Buffer | undefined
  /** Present where frames are kept as a movie. */
  readonly movie?: Movie
  /** Changes to a copy of the file that take its transformations away: it then shows the picture as stored. */
  readonly plainEdits: readonly Edit[]
  /** Changes to a copy that spell out what the header leaves to the decoder, where decoders differ. */
  readonly colourEdits: readonly Edit[]
}

/** Other bytes at a place in the file. */
export interface Edit {
  readonly start: number
  readonly bytes: Buffer
}

export type Transformation =
  | ({ readonly kind: 'crop' } & Crop)
  /** Quarter turns clockwise, 1 to 3. */
  | { readonly kind: 'rotate'; readonly turns: number }
  | { readonly kind: 'mirror'; readonly axis: 'vertical' | 'horizontal' }

/** Frames of a sequence: where the coded bytes of each lie in the file. */
export interface Movie {
  readonly colour: Track
  readonly alpha: Track | undefined
  /** How long each frame stays. */
  readonly durationsMs: readonly number[]
}

export interface Track {
  readonly size: Size
  /** The AV1 configuration box's content. */
  readonly configuration: Buffer
  readonly samples: readonly SamplePlace[]
}

export interface SamplePlace {
  readonly start: number
  readonly length: number
}

/** The size a person sees. */
export function sizeAfter(stored: Size, transformations: readonly Transformation[]): Size {
  return transformations.reduce<Size>((size, step) => {
    if (step.kind === 'crop') return { width: step.width, height: step.height }
    return step.kind === 'rotate' && step.turns % 2 === 1 ? { width: size.height, height: size.width } : size
  }, stored)
}

/** Clockwise degrees. */
export function rotationOf({ transformations }: Picture): number {
  return transformations.reduce((degrees, step) => (step.kind === 'rotate' ? (degrees + step.turns * 90) % 360 : degrees), 0)
}

export function mirrorName({ transformations }: Picture): 'none' | 'horizontal' | 'vertical' {
  return transformations.find((step) => step.kind === 'mirror')?.axis ?? 'none'
}
