import { PermanentError } from '../../base/errors.ts'
import type { Json, JsonObject } from '../../base/json.ts'
import type { Step, StepContext, StepPlan } from '../step.ts'
import { type Conversion, convertInto } from './convert.ts'
import { chosenDecoders, decoders, versionOf } from './decoders/decoders.ts'
import { type ImageOptions, imageOptions, type OutputFormat } from './options.ts'
import { mirrorName, type Picture, rotationOf } from './picture.ts'
import { takenMs } from './png/exif.ts'
import { readPicture } from './read-picture.ts'

/** `tool: image`: looks at pictures, converts and resizes them, and verifies what it wrote against the input's own header. */
export const imageTool: Step<ImageOptions> = {
  kind: 'tool:image',
  options: imageOptions,
  plan: async (options) => planOf(options),
  run: (options, context) => {
    const source = context.file
    if (source === undefined) {
      throw new PermanentError('IMAGE_NO_FILE', 'Expected an item that is a file, got one without.', {
        fix: 'Use input: { type: files, … }.',
      })
    }
    return actions[options.action]({ source, options, context })
  },
}

interface ImageJob {
  readonly source: string
  readonly options: ImageOptions
  readonly context: StepContext
}

type Action = (job: ImageJob) => Promise<Json>

const actions: Readonly<Record<ImageOptions['action'], Action>> = {
  inspect: async (job) => pictureFacts(await read(job)),
  metadata: async (job) => {
    const picture = await read(job)
    return { ...pictureFacts(picture), ...descriptionFacts(picture) }
  },
  convert: (job) => write(job, job.options.format ?? 'png'),
  resize: async (job) => write(job, job.options.format ?? 'png'),
}

async function planOf(options: JsonObject): Promise<StepPlan> {
  const isReading = options['action'] === 'inspect' || options['action'] === 'metadata'
  const known = await Promise.all(decoders.map(async (decoder) => `${decoder.name} ${(await versionOf(decoder)) ?? '-'}`))
  return {
    effects: isReading ? 'pure' : 'idempotent',
    isDurable: true,
    boundBy: 'cpu',
    readsFile: true,
    version: `image 1; ${known.join('; ')}`,
    missing: await missingDecoders(options['decoder']),
  }
}

const packages: Readonly<Record<string, string>> = {
  avifdec: 'Debian and Ubuntu: apt install libavif-bin. macOS: brew install libavif',
  ffmpeg: 'Debian and Ubuntu: apt install ffmpeg. macOS: brew install ffmpeg',
}

/** Only a decoder that was asked for by name can be missing. */
async function missingDecoders(choice: Json | undefined): Promise<string[]> {
  const wanted = decoders.find(({ name }) => name === choice)
  if (wanted === undefined || (await versionOf(wanted)) !== undefined) return []
  return [`Expected the program ${wanted.name} (decoder: ${wanted.name}), got none on the PATH. ${packages[wanted.name] ?? ''}.`]
}

async function read({ source, options, context }: ImageJob): Promise<Picture> {
  const picture = await readPicture(source, options.max_pixels)
  context.note({ pixels: picture.pixels })
  return picture
}

async function write(job: ImageJob, format: OutputFormat): Promise<Json> {
  const { source, options, context } = job
  const picture = await read(job)
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
