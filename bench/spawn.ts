/**
 * One program per item (/bin/true), the whole command from its start to its end, against xargs, make and GNU parallel
 * with the same number at once. `node bench/spawn.ts [items]`
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { hasProgram } from '../test/support/system-setup.ts'
import { type BenchRow, inFolder, printRows } from './rows.ts'

const items = Number(process.argv[2] ?? 3_000)
const workers = 2
const launcher = resolve(import.meta.dirname, '../bin/millrace.js')
const numbers = Array.from({ length: items }, (_, n) => String(n + 1))

interface Run {
  readonly program: string
  readonly args: readonly string[]
  readonly input?: string
  readonly folder: string
}

/** Items per second; nothing where the program is missing. */
function rate({ program, args, input = '', folder }: Run): number | undefined {
  if (!hasProgram(program) && !program.startsWith('/')) return undefined
  const started = systemClock.now()
  const { status, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: 'utf8', stdio: ['pipe', 'ignore', 'pipe'] })
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`)
  return items / ((systemClock.now() - started) / 1000)
}

function prepare(folder: string): void {
  const targets = numbers.map((n) => `t${n}`).join(' ')
  writeFileSync(join(folder, 'Makefile'), `.PHONY: all ${targets}\nall: ${targets}\n${targets}:\n\t@/bin/true $@\n`)
  const pipeline = `name: spawn
input: { type: stdin }
max_concurrent: ${workers}
steps: [{ name: "true", tool: command, command: [/bin/true, "{item.id}"], effects: pure }]
output: { type: report }
`
  writeFileSync(join(folder, 'spawn.yaml'), pipeline)
}

/** The floor: what node itself needs to start a program, with as many at once. */
async function nodeRate(): Promise<number> {
  const { spawn } = await import('node:child_process')
  const started = systemClock.now()
  const queue = numbers.values()
  const worker = async () => {
    for (const n of queue)
      await new Promise((ended) => spawn('/bin/true', [n], { stdio: ['ignore', 'pipe', 'pipe'] }).on('close', ended))
  }
  await Promise.all(Array.from({ length: workers }, worker))
  return items / ((systemClock.now() - started) / 1000)
}

await inFolder(async (folder) => {
  prepare(folder)
  const input = `${numbers.join('\n')}\n`
  const peers = [
    { what: 'GNU parallel', rate: rate({ program: 'parallel', args: [`-j${workers}`, '/bin/true'], input, folder }) },
    { what: `xargs -P${workers}`, rate: rate({ program: 'xargs', args: [`-P${workers}`, '-n1', '/bin/true'], input, folder }) },
    { what: `make -j${workers}`, rate: rate({ program: 'make', args: ['-s', `-j${workers}`], folder }) },
  ]
  const millrace = rate({
    program: process.execPath,
    args: [launcher, 'run', 'spawn.yaml', '--progress', 'none', '--report', 'none'],
    input,
    folder,
  })
  const present = peers.flatMap((peer): BenchRow[] =>
    peer.rate === undefined ? [] : [{ what: peer.what, value: peer.rate, unit: 'items/s' }],
  )
  const over = (what: string, goal?: string) => {
    const peer = present.find((each) => each.what === what)
    return peer === undefined
      ? []
      : [{ what: `millrace / ${what}`, value: (millrace ?? 0) / peer.value, unit: '×', ...(goal ? { goal } : {}) }]
  }
  const own = { what: `millrace run, ${items} items, ${workers} at once`, value: millrace ?? 0, unit: 'items/s' }
  const floor = { what: `node:child_process alone, ${workers} at once`, value: await nodeRate(), unit: 'items/s' }
  printRows([...present, floor, own, ...over('GNU parallel', '≥ 2.5'), ...over(`xargs -P${workers}`)])
})
