/**
 * Draws the sample images of `examples/images` and encodes them with libavif's `avifenc`, which knows every AVIF feature.
 * Run after a change here: `node scripts/make-samples.ts`. The drawings are made up here; nothing is copied from anywhere.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

interface Sample {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly scene: Scene
  readonly flags: readonly string[]
  readonly background?: boolean
}

/** Draws the inside of an SVG of that size; `turn` moves things from frame to frame. */
type Scene = (width: number, height: number, turn: number) => string

const hills: Scene = (width, height, turn) => {
  const ridge = (base: number, swing: number) => {
    const points = Array.from({ length: 41 }, (_, index) => {
      const x = (index / 40) * width
      const y = height * base + Math.sin(index * 0.55 + base * 20) * height * swing + Math.sin(index * 1.7) * height * swing * 0.3
      return `${x.toFixed(1)},${y.toFixed(1)}`
    })
    return `0,${height} ${points.join(' ')} ${width},${height}`
  }
  return `<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#274b8f"/><stop offset="1" stop-color="#f6c48f"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#sky)"/>
    <circle cx="${width * (0.75 - turn * 0.1)}" cy="${height * 0.28}" r="${height * 0.09}" fill="#fff3c4"/>
    <polygon points="${ridge(0.55, 0.06)}" fill="#5b6f9a"/><polygon points="${ridge(0.68, 0.05)}" fill="#3d5a4c"/>
    <polygon points="${ridge(0.82, 0.04)}" fill="#22352b"/>
    <rect x="${width * 0.12}" y="${height * 0.6}" width="${width * 0.08}" height="${height * 0.2}" fill="#8c2f2f"/>`
}

const wheel: Scene = (width, height, turn) => {
  const spokes = Array.from({ length: 12 }, (_, index) => {
    const angle = index * 30 + turn * 10
    return `<rect x="-4" y="-90" width="8" height="90" fill="hsl(${index * 30},70%,45%)" transform="rotate(${angle})"/>`
  })
  return `<g transform="translate(${width / 2} ${height / 2}) scale(${Math.min(width, height) / 220})">
    <circle r="100" fill="#3a2a1a" fill-opacity="0.85"/>${spokes.join('')}<circle r="14" fill="#d9b26a"/></g>`
}

const ramp: Scene = () =>
  `<defs><linearGradient id="a"><stop stop-color="#000"/><stop offset="1" stop-color="#fff"/></linearGradient>
    <linearGradient id="b" x2="0" y2="1"><stop stop-color="#e23" stop-opacity="0.6"/><stop offset="1" stop-color="#24e" stop-opacity="0.6"/></linearGradient></defs>
    <rect width="100%" height="100%" fill="url(#a)"/><rect width="100%" height="100%" fill="url(#b)"/>`

const samples: readonly Sample[] = [
  { name: 'hills-small', width: 160, height: 120, scene: hills, flags: [] },
  { name: 'hills', width: 800, height: 600, scene: hills, flags: ['--exif', 'EXIF', '--cicp', '1/13/6'] },
  { name: 'hills-wide', width: 1920, height: 1080, scene: hills, flags: ['-y', '420'] },
  { name: 'portrait-rotated', width: 640, height: 426, scene: hills, flags: ['--irot', '1'] },
  { name: 'mirrored', width: 480, height: 320, scene: hills, flags: ['--imir', '1'] },
  { name: 'rotated-and-mirrored', width: 300, height: 200, scene: hills, flags: ['--irot', '3', '--imir', '0'] },
  { name: 'cropped', width: 400, height: 300, scene: hills, flags: ['--crop', '40,20,300,200'] },
  { name: 'wheel-alpha', width: 256, height: 256, scene: wheel, flags: [], background: false },
  { name: 'wheel-premultiplied', width: 128, height: 128, scene: wheel, flags: ['-p'], background: false },
  { name: 'ramp-10bit', width: 512, height: 256, scene: ramp, flags: ['-d', '10', '-y', '444'] },
  { name: 'ramp-10bit-alpha', width: 200, height: 200, scene: wheel, flags: ['-d', '10'], background: false },
  { name: 'ramp-12bit', width: 256, height: 128, scene: ramp, flags: ['-d', '12', '-y', '444'] },
  { name: 'gray', width: 320, height: 240, scene: hills, flags: ['-y', '400'] },
  { name: 'grid', width: 512, height: 512, scene: hills, flags: ['--grid', '2x2'] },
]

const output = join(import.meta.dirname, '..', 'examples', 'images')
const folder = mkdtempSync(join(tmpdir(), 'millrace-samples-'))

async function draw({ name, width, height, scene, background = true }: Sample, turn = 0): Promise<string> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${scene(width, height, turn)}</svg>`
  const path = join(folder, `${name}-${turn}.png`)
  const image = sharp(Buffer.from(svg))
  await (background ? image.removeAlpha() : image).png().toFile(path)
  return path
}

/** A small EXIF block: taken on 2026-05-17 at 08:30, and an orientation that an AVIF's own rotation overrides. */
function exifFile(): string {
  const text = Buffer.from('2026:05:17 08:30:00\0', 'latin1')
  const block = Buffer.alloc(64 + text.length)
  block.write('II*\0', 0, 'latin1')
  block.writeUInt32LE(8, 4)
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    block.writeUInt16LE(tag, at)
    block.writeUInt16LE(type, at + 2)
    block.writeUInt32LE(count, at + 4)
    block.writeUInt32LE(value, at + 8)
  }
  block.writeUInt16LE(2, 8)
  entry(10, 0x0112, 3, 1, 6)
  entry(22, 0x8769, 4, 1, 38)
  block.writeUInt16LE(1, 38)
  entry(40, 0x9003, 2, text.length, 56)
  block.set(text, 56)
  const path = join(folder, 'exif.bin')
  writeFileSync(path, block)
  return path
}

function encode(name: string, inputs: readonly string[], flags: readonly string[]): void {
  const quality = ['--min', '20', '--max', '36', '-s', '3']
  execFileSync('avifenc', [...quality, ...flags, ...inputs, join(output, `${name}.avif`)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

mkdirSync(output, { recursive: true })
const exif = exifFile()
for (const sample of samples) {
  encode(
    sample.name,
    [await draw(sample)],
    sample.flags.map((flag) => (flag === 'EXIF' ? exif : flag)),
  )
}
const moving: Sample = { name: 'wheel-turning', width: 120, height: 120, scene: wheel, flags: [], background: false }
const frames = [await draw(moving, 0), await draw(moving, 1), await draw(moving, 2)]
encode(moving.name, frames, ['--fps', '5'])
rmSync(folder, { recursive: true })
