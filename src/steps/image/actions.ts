/** What each `action` of `tool: image` does. Reading ones look at the header alone; writing ones deliver exactly one file. */
import type { Json, JsonObject } from '../../base/json.ts'
import type { StepContext } from '../step.ts'
import { type Conversion, convertInto } from './convert.ts'
import { chosenDecoders } from './decoders/decoders.ts'
import type { ImageOptions, OutputFormat } from './options.ts'
import { mirrorName, type Picture, rotationOf } from './picture.ts'
import { takenMs } from './png/exif.ts'
import { readPicture } from './read-picture.ts'

interface ImageJob {
  readonly source: string
  readonly options: ImageOptions
  readonly context: StepContext
}

type Action = (job: ImageJob) => Promise<Json>

export const imageActions: Readonly<Record<ImageOptions['action'], Action>> = {
  inspect: async (job) => pictureFacts(await read(job)),
  metadata: async (job) => {
    const picture = await read(job)
    return { ...pictureFacts(picture), ...descriptionFacts(picture) }
  },
  convert: async (job) => write(job, await read(job), job.options.format ?? 'png'),
  resize: async (job) => {
    const picture = await read(job)
    return write(job, picture, job.options.format ?? writable.find((format) => format === picture.format) ?? 'png')
  },
}

async function read({ source, options, context }: ImageJob): Promise<Picture> {
  const picture = await readPicture(source, options.max_pixels)
  context.note({ pixels: picture.pixels })
  return picture
}

const writable: readonly OutputFormat[] = ['png', 'jpeg', 'webp', 'avif']

async function write({ source, options, context }: ImageJob, picture: Picture, format: OutputFormat): Promise<Json> {
  const done: { conversion?: Conversion } = {}
  const file = await context.output.deliver({
    extension: format === 'jpeg' ? 'jpg' : format,
    write: async (target) => {
      const choice = await chosenDecoders(options.decoder)
      const conversion = await convertInto(target, { source, picture, options, format, decoders: choice, context })
      done.conversion = conversion
      const taken = takenMs(picture.exif)
      return { width: conversion.width, height: conversion.height, ...(taken !== undefined && { takenMs: taken }) }
    },
  })
  const { conversion } = done
  context.note({ decoder: conversion?.decoder ?? 'adopted' })
  return {
    path: file.path,
    format,
    size_bytes: file.sizeBytes,
    width: conversion?.width ?? picture.width,
    height: conversion?.height ?? picture.height,
    alpha: picture.hasAlpha,
    ...(conversion !== undefined && { bit_depth: conversion.bitDepth, frames: conversion.frames, decoder: conversion.decoder }),
  }
}

/** What `inspect` answers. */
function pictureFacts(picture: Picture): JsonObject {
  return {
    format: picture.format,
    width: picture.width,
    height: picture.height,
    alpha: picture.hasAlpha,
    bit_depth: picture.bitDepth,
    rotation: rotationOf(picture),
    mirror: mirrorName(picture),
    frames: picture.frames,
    pixels: picture.pixels,
  }
}

function descriptionFacts(picture: Picture): JsonObject {
  const taken = takenMs(picture.exif)
  const { colour } = picture
  return {
    monochrome: picture.isMonochrome,
    icc_bytes: picture.icc?.length ?? 0,
    exif_bytes: picture.exif?.length ?? 0,
    xmp_bytes: picture.xmp?.length ?? 0,
    taken: taken === undefined ? null : new Date(taken).toISOString(),
    colour:
      colour === undefined
        ? null
        : { primaries: colour.primaries, transfer: colour.transfer, matrix: colour.matrix, full_range: colour.isFullRange },
  }
}
