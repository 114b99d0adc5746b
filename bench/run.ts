/**
 * npm run bench [-- NAME… [-- ARGUMENT…]]: runs all benchmarks, or the named ones, each in a process of its own.
 * Prints one table and keeps the figures, with the machine they are from, in .cache/bench.json.
 * With --page alone: writes docs/performance.md from what is kept.
 */
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { arch, cpus, platform, release, totalmem } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { bundle } from '../scripts/bundle.ts'
import { systemClock } from '../src/base/clock.ts'
import { type Measured, performancePage } from './page.ts'
import { type BenchRow, isMet } from './rows.ts'

const project = resolve(import.meta.dirname, '..')
/** The rest of bench/ are their parts. */
const parts = ['run', 'rows', 'page', 'scale-child', 'scale-runs']

function known(): string[] {
  const files = globSync('bench/*.ts', { cwd: project }).filter((file) => !file.endsWith('.test.ts'))
  return files
    .map((file) => basename(file, '.ts'))
    .filter((name) => !parts.includes(name))
    .sort()
}

interface Asked {
  readonly names: readonly string[]
  /** For the benchmarks themselves: sizes. */
  readonly rest: readonly string[]
}

function asked(words: readonly string[]): Asked {
  const names = words.filter((word) => known().includes(word))
  const unknown = words.filter((word) => !known().includes(word) && !/^[\d_]+$/.test(word))
  if (unknown.length > 0) throw new Error(`Expected names of benchmarks (${known().join(', ')}), got ${unknown.join(', ')}.`)
  return { names: names.length > 0 ? names : known(), rest: words.filter((word) => /^[\d_]+$/.test(word)) }
}

function runOne(name: string, rest: readonly string[]): BenchRow[] {
  const file = join(project, 'bench', `${name}.ts`)
  const { status, stdout } = spawnSync(process.execPath, [file, ...rest], {
    cwd: project,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  })
  if (status !== 0) return [{ what: `ended with ${status}`, value: Number.NaN, unit: '' }]
  return rowsOf(stdout.trimEnd().split('\n').at(-1) ?? '')
}

/** The last line a benchmark prints is its figures: rows, or one object of numbers. */
function rowsOf(line: string): BenchRow[] {
  const figures: unknown = JSON.parse(line)
  if (typeof figures !== 'object' || figures === null) return []
  // Printed by printRows.
  if ('rows' in figures) return figures.rows as BenchRow[]
  return Object.entries(figures).map(([what, value]) => ({ what, value: Number(value), unit: '' }))
}

function tableLine(row: BenchRow): string {
  const verdict = row.goal === undefined ? '' : `goal ${row.goal}  ${isMet(row) ? 'ok' : 'missed'}`
  return `  ${row.what.padEnd(58)} ${row.value.toLocaleString('en').padStart(12)} ${row.unit.padEnd(8)} ${verdict}`
}

interface Machine {
  readonly [fact: string]: string | number
}

function machine(): Machine {
  const [cpu] = cpus()
  const memoryGiB = Math.round(totalmem() / 2 ** 30)
  return {
    cpu: cpu?.model ?? 'unknown',
    cores: cpus().length,
    memoryGiB,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  }
}

const file = join(project, '.cache', 'bench.json')

function keep(name: string, rows: readonly BenchRow[]): void {
  mkdirSync(join(project, '.cache'), { recursive: true })
  const at = new Date(systemClock.wall()).toISOString()
  writeFileSync(file, `${JSON.stringify({ ...kept(), [name]: { at, machine: machine(), rows } }, undefined, 2)}\n`)
}

function kept(): Record<string, Measured> {
  try {
    // Written by `keep`.
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, Measured>
  } catch {
    return {}
  }
}

function runAll({ names, rest }: Asked): void {
  for (const name of names) {
    console.log(`\n${name}`)
    const rows = runOne(name, rest)
    for (const row of rows) console.log(tableLine(row))
    keep(name, rows)
  }
}

const words = process.argv.slice(2)
if (words.includes('--page')) writeFileSync(join(project, 'docs/performance.md'), performancePage(kept()))
else {
  // The command is measured as it ships.
  await bundle()
  runAll(asked(words))
}
