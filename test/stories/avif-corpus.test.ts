/** Real AVIF files from many makers, converted by the command, against what decoders outside this project see in them. */
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import sharp from 'sharp'
import { checkPng } from '../../src/steps/image/png/check.ts'
import { blockMeans, differenceOf } from '../support/block-means.ts'
import { dataFolder } from '../support/data-folder.ts'
import { type CommandEnd, millrace } from '../support/millrace.ts'
import { referenceFacts, referenceMissing, referencePixels } from '../support/reference-decoder.ts'
import { hasProgram } from '../support/system-setup.ts'
import { roomIn, type Workspace } from '../support/workspace.ts'

interface Expected {
  readonly file: string
  readonly width: number
  readonly height: number
  readonly alpha: boolean
  readonly bitDepth: number
  readonly decodedBy: string
  /** Means of red, green, blue, alpha in 8 x 8 blocks. */
  readonly blocks: readonly number[]
}

// Written by scripts/make-avif-expectations.ts.
const table = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/avif-expected.json'), 'utf8')) as readonly Expected[]
/** Asks for one layer of several, which sharp's decoder refuses. */
const onlyAvifdec = ['quebec_3layer_op2.avif']
const corpus = dataFolder('avif')

describe('real AVIF files', { skip: corpus.skip }, () => {
  const done: { room?: Workspace; end?: CommandEnd } = {}

  before(async () => {
    const room = roomIn(mkdtempSync(join(tmpdir(), 'millrace-corpus-')))
    const args = ['run', 'avif-to-png', corpus.path, '--output', room.path('png'), '--json', '--progress', 'none']
    const end = await millrace(args, { cwd: room.folder, timeoutMs: 300_000 })
    Object.assign(done, { room, end })
  })
  after(() => {
    if (done.room !== undefined) rmSync(done.room.folder, { recursive: true, force: true })
  })

  const png = (file: string) => done.room?.path('png', file.replace(/\.avif$/, '.png')) ?? ''

  test('at least 36 of 41 succeed, and the exit code says whether all did', () => {
    const result = JSON.parse(done.end?.stdout ?? '{}') as { readonly total: number; readonly succeeded: number }
    assert.equal(result.total, table.length, done.end?.stderr)
    assert.ok(result.succeeded >= 36, done.end?.stderr)
    assert.equal(done.end?.code, result.succeeded === result.total ? 0 : 1)
  })

  for (const expected of table) {
    const isRefused = onlyAvifdec.includes(expected.file) && !hasProgram('avifdec')
    test(`${expected.file} ${isRefused ? 'is refused without avifdec' : 'comes out as others see it'}`, async () => {
      assert.equal(existsSync(png(expected.file)), !isRefused, done.end?.stderr)
      if (!isRefused) await compareBlocks(png(expected.file), expected)
    })
  }

  for (const { file, decodedBy } of table.filter(isQuick)) {
    const skip = referenceMissing() || notComparable(file, decodedBy)
    test(`${file} equals avifdec's picture pixel by pixel, within rounding`, { skip }, async () => {
      const source = join(corpus.path, file)
      const theirs = referencePixels(source, referenceFacts(source), done.room?.folder ?? '')
      const { mean, almostAll } = differenceOf(await pixelsIn(png(file)), theirs)
      assert.ok(mean <= 1 && almostAll <= 2, `mean ${mean}, all but 0.1 %: ${almostAll}`)
    })
  }
})

/** Megapixels take seconds each: all of them in the long run, the small ones always. */
function isQuick({ width, height }: Expected): boolean {
  return process.env['MILLRACE_FAULTS'] === 'full' || width * height <= 1_500_000
}

function notComparable(file: string, decodedBy: string): string | false {
  if (onlyAvifdec.includes(file)) return 'decoded by avifdec, which blends chroma'
  return decodedBy === 'avifdec' ? false : 'avifdec does not know its colour matrix'
}

async function compareBlocks(path: string, expected: Expected): Promise<void> {
  const facts = await checkPng(path)
  assert.deepEqual([facts.width, facts.height, facts.hasAlpha], [expected.width, expected.height, expected.alpha])
  assert.equal(facts.bitDepth, expected.bitDepth > 8 ? 16 : 8)
  const blocks = blockMeans(await pixelsIn(path), facts.width, facts.height)
  const differences = blocks.map((value, index) => Math.abs(value - (expected.blocks[index] ?? Number.NaN)))
  const most = onlyAvifdec.includes(expected.file) ? 3 : 1.5
  assert.ok(Math.max(...differences) <= most, `a block differs by ${Math.max(...differences)}`)
}

/** 16 bits per channel, alpha included. */
async function pixelsIn(path: string): Promise<Uint16Array> {
  const { depth } = await sharp(path, { limitInputPixels: false }).metadata()
  const image = sharp(path, { limitInputPixels: false, ignoreIcc: true }).toColourspace(depth === 'ushort' ? 'rgb16' : 'srgb')
  const data = await image
    .ensureAlpha()
    .raw({ depth: depth === 'ushort' ? 'ushort' : 'uchar' })
    .toBuffer()
  if (depth === 'ushort') return new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
  return Uint16Array.from(data, (value) => value * 257)
}
