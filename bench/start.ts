/** From the start of the command to the start of the first item's program, against node itself. `node bench/start.ts [rounds]` */
import { spawnSync } from 'node:child_process'
import { rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { systemClock } from '../src/base/clock.ts'
import { inFolder, median, printRows } from './rows.ts'

const rounds = Number(process.argv[2] ?? 15)
const launcher = resolve(import.meta.dirname, '../bin/millrace.js')

/** Milliseconds from here to the moment the program of the item has made its file. */
function once(folder: string): number {
  const mark = join(folder, 'mark')
  rmSync(mark, { force: true })
  rmSync(join(folder, '.millrace'), { recursive: true, force: true })
  const started = systemClock.wall()
  const { status, stderr } = spawnSync(
    process.execPath,
    [launcher, 'run', 'start.yaml', '--progress', 'none', '--report', 'none'],
    {
      cwd: folder,
      input: 'one\n',
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(stderr)
  return statSync(mark).mtimeMs - started
}

function node(): number {
  const started = systemClock.now()
  spawnSync(process.execPath, ['--eval', '0'])
  return systemClock.now() - started
}

function repeat(measure: () => number): number {
  return median(Array.from({ length: rounds }, measure))
}

await inFolder(async (folder) => {
  const pipeline = `name: start
input: { type: stdin }
steps: [{ name: mark, tool: command, command: [touch, ${JSON.stringify(join(folder, 'mark'))}] }]
output: { type: report }
`
  writeFileSync(join(folder, 'start.yaml'), pipeline)
  const first = repeat(() => once(folder))
  const bare = repeat(node)
  printRows([
    { what: `node --eval 0, start to end, median of ${rounds}`, value: bare, unit: 'ms' },
    { what: `millrace run, start to first item, median of ${rounds}`, value: first, unit: 'ms', goal: '≤ 250' },
    { what: 'millrace / node', value: first / bare, unit: '×' },
  ])
})
