/**
 * AVIF to PNG, 24 photos, the whole command from its start to its end, verification included, against GNU parallel with
 * ffmpeg at its highest level. `node bench/avif.ts [photos]`
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import sharp from 'sharp'
import { systemClock } from '../src/base/clock.ts'
import { dataFolder } from '../test/support/data-folder.ts'
import { hasProgram } from '../test/support/system-setup.ts'
import { inFolder, median, printRows } from './rows.ts'

const count = Number(process.argv[2] ?? 24)
const workers = availableParallelism()
const repeats = 3
const launcher = resolve(import.meta.dirname, '../bin/millrace.js')
/** Plainly coded photos of one to eight megapixels, which ffmpeg opens, too. */
const photos = ['sdr_cosmos0*', 'Mexico', 'kids_720p', 'Summer_Nature_4k', 'bbb_4k']

/** Real photos where they are, drawn noise of many sizes where not. */
async function fill(folder: string): Promise<void> {
  const { path, skip } = dataFolder('avif')
  const found = skip === false ? photos.flatMap((name) => globSync(`${name}.avif`, { cwd: path })).sort() : []
  for (const index of Array(count).keys()) {
    const target = join(folder, `photo-${index}.avif`)
    const source = found[index % Math.max(1, found.length)]
    if (source === undefined) await draw(target, index)
    else copyFileSync(join(path, source), target)
  }
}

async function draw(target: string, index: number): Promise<void> {
  const noise = { type: 'gaussian' as const, mean: 110 + index * 2, sigma: 70 }
  const image = sharp({ create: { width: 1600, height: 1000, channels: 3, background: '#000', noise } })
  await image.blur(1.5).avif({ quality: 60, effort: 2 }).toFile(target)
}

interface Measured {
  readonly seconds: number
  readonly bytes: number
}

function measure(program: string, args: readonly string[], folder: string, input = ''): Measured {
  const started = systemClock.now()
  const { status, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'ignore', 'pipe'] })
  const seconds = (systemClock.now() - started) / 1000
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  const pngs = globSync('**/*.png', { cwd: folder })
  if (pngs.length !== count) throw new Error(`Expected ${count} PNGs of ${program}, got ${pngs.length}.`)
  return { seconds, bytes: pngs.reduce((sum, png) => sum + statSync(join(folder, png)).size, 0) }
}

function withParallel(source: string, folder: string): Measured {
  const convert = `ffmpeg -nostdin -v error -y -i ${source}/{} -compression_level 9 {.}.png`
  return measure('parallel', [`-j${workers}`, convert], folder, `${readdirSync(source).join('\n')}\n`)
}

function withMillrace(source: string, folder: string): Measured {
  const run = [launcher, 'run', 'avif-to-png', source, '--output', join(folder, 'out'), '--workers', String(workers)]
  return measure(process.execPath, [...run, '--progress', 'none'], folder)
}

/** Each kind in turn, so that a busy moment hits them alike; every run in a folder of its own. */
function inTurns(folder: string, kinds: readonly ((source: string, folder: string) => Measured)[]): Measured[] {
  const runs = kinds.map((): Measured[] => [])
  for (const turn of Array(repeats).keys()) {
    for (const [index, kind] of kinds.entries()) {
      const place = join(folder, `run-${index}-${turn}`)
      mkdirSync(place)
      runs[index]?.push(kind(join(folder, 'in'), place))
    }
  }
  return runs.map((each) => ({ seconds: median(each.map((run) => run.seconds)), bytes: each[0]?.bytes ?? Number.NaN }))
}

await inFolder(async (folder) => {
  mkdirSync(join(folder, 'in'))
  await fill(join(folder, 'in'))
  const hasPeer = hasProgram('parallel') && hasProgram('ffmpeg')
  const [own, peer] = inTurns(folder, hasPeer ? [withMillrace, withParallel] : [withMillrace])
  const rows = (name: string, run: Measured) => [
    { what: `${name}, ${count} photos, ${workers} at once`, value: run.seconds, unit: 's' },
    { what: `${name}, size of the PNGs`, value: run.bytes / 1e6, unit: 'MB' },
  ]
  printRows([
    ...(peer ? rows('GNU parallel + ffmpeg level 9', peer) : []),
    ...(own ? rows('millrace run avif-to-png', own) : []),
    ...(own && peer
      ? [{ what: 'speed: millrace / parallel + ffmpeg', value: peer.seconds / own.seconds, unit: '×', goal: '≥ 1.3' }]
      : []),
    ...(own && peer
      ? [{ what: 'size: millrace / parallel + ffmpeg', value: own.bytes / peer.bytes, unit: '×', goal: '≤ 0.667' }]
      : []),
  ])
})
