/**
 * AVIF decoded without any of the project's code or libraries: libavif's avifdec gives the planes, the conversion to RGB
 * and the transformations are computed here, as avifdec's description of the file says.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasProgram } from './system-setup.ts'
import { type Coding, readY4m, toRgba } from './y4m.ts'

export interface ReferenceFacts extends Coding {
  /** After all transformations. */
  readonly width: number
  readonly height: number
  readonly alpha: boolean
  readonly bitDepth: number
  readonly stored: { readonly width: number; readonly height: number }
  readonly crop: { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  /** Quarter turns against the clock. */
  readonly turns: number
  readonly mirror: 'none' | 'vertical' | 'horizontal'
}

/** Why nothing can be compared here; false where it can. For node:test's `skip`. */
export function referenceMissing(): string | false {
  const missing = ['avifdec', 'ffmpeg'].filter((program) => !hasProgram(program))
  return missing.length === 0 ? false : `${missing.join(' and ')} not installed`
}

/** What avifdec tells about a file. */
export function referenceFacts(file: string): ReferenceFacts {
  const text = run('avifdec', ['--no-strict', '--info', file])
  const number = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? Number.NaN)
  const stored = { width: number(/Resolution\s*: (\d+)x/), height: number(/Resolution\s*: \d+x(\d+)/) }
  const crop = cropIn(text, stored)
  const turns = number(/irot \(Rotation\)\s*: (\d)/) || 0
  const mirror = /imir \(Mirror\)\s*: Mode (\d)/.exec(text)?.[1]
  return {
    ...(turns % 2 === 1 ? { width: crop.height, height: crop.width } : { width: crop.width, height: crop.height }),
    alpha: !/Alpha\s*: Absent/.test(text),
    bitDepth: number(/Bit Depth\s*: (\d+)/),
    matrix: number(/Matrix Coeffs\. : (\d+)/),
    isFullRange: /Range\s*: Full/.test(text),
    stored,
    crop,
    turns,
    mirror: mirror === undefined ? 'none' : mirror === '0' ? 'vertical' : 'horizontal',
  }
}

/** avifdec prints the crop as fractions around the centre. */
function cropIn(text: string, stored: ReferenceFacts['stored']): ReferenceFacts['crop'] {
  const found = /clap .*: W: (\d+)\/(\d+), H: (\d+)\/(\d+), hOff: (-?\d+)\/(\d+).*?, vOff: (-?\d+)\/(\d+)/.exec(text)
  if (found === null) return { left: 0, top: 0, ...stored }
  const [a = 0, b = 1, c = 0, d = 1, e = 0, f = 1, g = 0, h = 1] = found.slice(1).map(Number)
  const [width, height] = [a / b, c / d]
  return { width, height, left: (stored.width - width) / 2 + e / f, top: (stored.height - height) / 2 + g / h }
}

/**
 * All pixels as red, green, blue, alpha of 16 bits. Chroma is taken from the nearest sample, as libheif does: how a
 * decoder blends chroma between pixels is its own choice.
 */
export function referencePixels(file: string, facts: ReferenceFacts, folder: string): Uint16Array {
  const planes = join(folder, 'reference.y4m')
  run('avifdec', ['--no-strict', file, planes])
  const stored = toRgba(readY4m(readFileSync(planes)), facts)
  if (facts.alpha) putAlpha(stored, file, folder)
  return laid(stored, facts)
}

/** A y4m file has no room for alpha: it comes from a PNG. */
function putAlpha(pixels: Uint16Array, file: string, folder: string): void {
  const decoded = join(folder, 'reference.png')
  run('avifdec', ['--no-strict', file, decoded])
  const withAlpha = pixelsOf(decoded, join(folder, 'reference.raw'))
  for (let index = 3; index < pixels.length; index += 4) pixels[index] = withAlpha[index] ?? 0
}

/** Cropped, then turned, then mirrored: the order of the AVIF specification. */
function laid(stored: Uint16Array, facts: ReferenceFacts): Uint16Array {
  const out = new Uint16Array(facts.width * facts.height * 4)
  for (let y = 0; y < facts.height; y++) {
    for (let x = 0; x < facts.width; x++) {
      const from = origin(x, y, facts)
      const at = ((facts.crop.top + from.y) * facts.stored.width + facts.crop.left + from.x) * 4
      const to = (y * facts.width + x) * 4
      for (let channel = 0; channel < 4; channel++) out[to + channel] = stored[at + channel] ?? 0
    }
  }
  return out
}

/** Where in the crop a pixel of the result comes from. */
function origin(x: number, y: number, { mirror, turns, width, height }: ReferenceFacts) {
  const mx = mirror === 'horizontal' ? width - 1 - x : x
  const my = mirror === 'vertical' ? height - 1 - y : y
  switch (turns) {
    case 1:
      return { x: height - 1 - my, y: mx }
    case 2:
      return { x: width - 1 - mx, y: height - 1 - my }
    case 3:
      return { x: my, y: width - 1 - mx }
    default:
      return { x: mx, y: my }
  }
}

/** The pixels of a PNG, through ffmpeg. */
export function pixelsOf(png: string, raw: string): Uint16Array {
  run('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-i',
    `file:${png}`,
    '-frames:v',
    '1',
    '-pix_fmt',
    'rgba64le',
    '-f',
    'rawvideo',
    `file:${raw}`,
  ])
  const bytes = readFileSync(raw)
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)
}

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 * 1024 * 1024 })
}
