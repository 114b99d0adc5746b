/**
 * Writes test/fixtures/avif-expected.json: what must come out of each AVIF file of a folder, as decoders outside this
 * project see it. Run: `node scripts/make-avif-expectations.ts FOLDER`. Needs avifdec, ffmpeg and heif-convert.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { blockMeans } from '../test/support/block-means.ts'
import { pixelsOf, type ReferenceFacts, referenceFacts, referencePixels } from '../test/support/reference-decoder.ts'

const [source = ''] = process.argv.slice(2)
const target = resolve(import.meta.dirname, '../test/fixtures/avif-expected.json')
const folder = mkdtempSync(join(tmpdir(), 'millrace-expected-'))

interface Decoded {
  readonly by: string
  readonly pixels: Uint16Array
}

/** Constant luminance (matrix 10) needs more than a matrix: libheif's own program stands in, and crops and turns by itself. */
function decode(file: string, facts: ReferenceFacts): Decoded {
  if (facts.matrix !== 10) return { by: 'avifdec', pixels: referencePixels(file, facts, folder) }
  const decoded = join(folder, 'heif.png')
  execFileSync('heif-convert', [file, decoded], { stdio: 'ignore' })
  return { by: 'heif-convert', pixels: pixelsOf(decoded, join(folder, 'heif.raw')) }
}

function entry(name: string): string {
  const file = join(source, name)
  const facts = referenceFacts(file)
  const { width, height, alpha, bitDepth } = facts
  const { by, pixels } = decode(file, facts)
  const blocks = blockMeans(pixels, width, height)
  return JSON.stringify({ file: name, outcome: 'succeeded', width, height, alpha, bitDepth, decodedBy: by, blocks })
}

const names = readdirSync(source).filter((name) => name.endsWith('.avif'))
writeFileSync(target, `[\n${names.sort().map(entry).join(',\n')}\n]\n`)
rmSync(folder, { recursive: true })
