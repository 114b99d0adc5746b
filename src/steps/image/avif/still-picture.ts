/**
 * Stills (HEIF items, ISO/IEC 23008-12). A file that says the size of its grid, or its bit depth, in two places that differ
 * is refused: a guess would show a wrong picture.
 */
import type { FileHandle } from 'node:fs/promises'
import { imageError } from '../image-errors.ts'
import { type Picture, sizeAfter, type Transformation } from '../picture.ts'
import type { BoxFile, PlacedBox } from './box-file.ts'
import { Bytes } from './bytes.ts'
import { readCodedItem } from './coded-item.ts'
import { colourEdits, plainEdits } from './header-edits.ts'
import { itemBytes, requireItem } from './item-bytes.ts'
import type { Meta, MetaItem, Property } from './meta-box.ts'
import * as property from './properties.ts'

/** The file, its `meta` box as found, and what that says. */
export interface StillSetting {
  readonly file: FileHandle
  readonly sizeBytes: BoxFile['sizeBytes']
  readonly box: PlacedBox
  readonly meta: Meta
}

/** The truth about the primary item: an AV1 picture or a grid of them. */
export async function readStill(setting: StillSetting): Promise<Picture> {
  const { meta } = setting
  const primary = primaryOf(meta)
  const tiles = primary.type === 'grid' ? await readTiles(setting, primary) : [primary]
  const alphas = alphaItems(meta, [primary, ...tiles])
  const coded = await Promise.all(tiles.map((item) => readCodedItem(setting, item)))
  const codedAlphas = await Promise.all(alphas.filter(({ type }) => type !== 'grid').map((item) => readCodedItem(setting, item)))
  const stored = property.sizeOf(primary.properties)
  if (stored === undefined || stored.width === 0 || stored.height === 0) {
    throw imageError('IMAGE_CORRUPT', 'Expected the size of the picture in its header (ispe), got none.')
  }
  const transformations = transformationsOf(primary.properties, stored)
  return {
    format: 'avif',
    ...sizeAfter(stored, transformations),
    stored,
    pixels: [...coded, ...codedAlphas].reduce((most, { pixels }) => Math.max(most, pixels), stored.width * stored.height),
    hasAlpha: alphas.length > 0,
    isAlphaLimited: codedAlphas.some(({ isFullRange }) => !isFullRange),
    isPremultiplied: meta.references.some(({ type, from }) => type === 'prem' && from === primary.id),
    ...depthOf(primary, tiles),
    transformations,
    frames: 1,
    colour: property.colourOf(primary.properties) ?? coded[0]?.colour,
    icc: firstOf([primary, ...tiles], property.iccProfileOf),
    ...(await readDescriptions(setting, primary)),
    plainEdits: plainEdits(setting.meta, setting.box),
    colourEdits: colourEdits(setting.meta, setting.box),
  }
}

function primaryOf(meta: Meta): MetaItem {
  const primary = requireItem(meta, meta.primary)
  if (primary.type === 'av01' || primary.type === 'grid') return primary
  if (primary.type === 'hvc1') throw imageError('IMAGE_NOT_AVIF', 'Expected an AVIF picture, got HEIC (HEVC).')
  throw imageError('IMAGE_UNSUPPORTED', `Expected an AV1 picture or a grid of them, got an item of type "${primary.type}".`)
}

/** The pictures a grid is made of; its own description is checked against its size. */
async function readTiles(setting: StillSetting, grid: MetaItem): Promise<MetaItem[]> {
  const { meta } = setting
  const bytes = new Bytes(await itemBytes(setting, grid, 16)).skip(1)
  const isWide = (bytes.uint(1) & 1) === 1
  const count = (bytes.uint(1) + 1) * (bytes.uint(1) + 1)
  const size = { width: bytes.uint(isWide ? 4 : 2), height: bytes.uint(isWide ? 4 : 2) }
  const ids = meta.references.find(({ type, from }) => type === 'dimg' && from === grid.id)?.to ?? []
  if (ids.length !== count) throw imageError('IMAGE_CORRUPT', `Expected a grid of ${count} tiles, got ${ids.length}.`)
  const told = property.sizeOf(grid.properties)
  if (told !== undefined && (told.width !== size.width || told.height !== size.height)) {
    throw imageError('IMAGE_CORRUPT', `Expected a grid of ${told.width}x${told.height}, got ${size.width}x${size.height}.`)
  }
  return ids.map((id) => requireItem(meta, id))
}

function alphaItems(meta: Meta, pictures: readonly MetaItem[]): MetaItem[] {
  const ids = new Set(pictures.map((item) => item.id))
  const sources = meta.references.filter(({ type, to }) => type === 'auxl' && to.some((id) => ids.has(id)))
  const items = sources.map(({ from }) => meta.items.get(from)).filter((item) => item !== undefined)
  return items.filter((item) => property.isAlpha(item.properties))
}

/** The bitstream's own configuration counts; `pixi` may only agree with it. */
function depthOf(primary: MetaItem, tiles: readonly MetaItem[]): Pick<Picture, 'bitDepth' | 'isMonochrome'> {
  const configuration = firstOf(tiles, property.configurationOf)
  if (configuration === undefined) throw imageError('IMAGE_CORRUPT', 'Expected an AV1 configuration (av1C), got none.')
  const told = Math.max(0, ...property.channelDepths(primary.properties))
  if (told !== 0 && told !== configuration.bitDepth) {
    throw imageError('IMAGE_CORRUPT', `Expected ${told} bits per channel (pixi), got ${configuration.bitDepth} (av1C).`)
  }
  return configuration
}

function firstOf<Found>(
  items: readonly MetaItem[],
  read: (properties: readonly Property[]) => Found | undefined,
): Found | undefined {
  return items.map((item) => read(item.properties)).find((found) => found !== undefined)
}

function transformationsOf(properties: readonly Property[], stored: property.Size): Transformation[] {
  const steps: Transformation[] = []
  for (const box of properties) {
    if (box.type === 'clap') steps.push({ kind: 'crop', ...property.cropOf(box, sizeAfter(stored, steps)) })
    const turns = box.type === 'irot' ? (4 - property.quarterTurns(box)) % 4 : 0
    if (turns > 0) steps.push({ kind: 'rotate', turns })
    if (box.type === 'imir') steps.push({ kind: 'mirror', axis: property.mirrorOf(box) })
  }
  return steps
}

async function readDescriptions(setting: StillSetting, primary: MetaItem): Promise<Pick<Picture, 'exif' | 'xmp'>> {
  const { items, references } = setting.meta
  const about = references.filter(({ type, to }) => type === 'cdsc' && to.includes(primary.id)).map(({ from }) => items.get(from))
  const exif = about.find((item) => item?.type === 'Exif')
  const xmp = about.find((item) => item?.type === 'mime' && item.contentType === 'application/rdf+xml')
  return {
    exif: exif && tiffOf(await itemBytes(setting, exif)),
    xmp: xmp && (await itemBytes(setting, xmp)),
  }
}

/** An Exif item starts with how many bytes to pass over before the TIFF header. */
function tiffOf(content: Buffer): Buffer | undefined {
  if (content.length < 12) return undefined
  const tiff = content.subarray(4 + content.readUInt32BE(0))
  return tiff.length >= 8 ? tiff : undefined
}
