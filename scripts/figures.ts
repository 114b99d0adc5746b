/** npm run figures: what the sources look like in numbers, each beside its goal. Exit code 1 when one is missed. */
import { globSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Figure, figures, isHeld } from './figure-goals.ts'
import { readSources } from './source-tree.ts'

const project = resolve(import.meta.dirname, '..')

function goalText({ goal, unit }: Figure): string {
  if (goal.from === undefined) return `≤ ${goal.to}${unit}`
  return goal.to === undefined ? `≥ ${goal.from}${unit}` : `${goal.from}–${goal.to}${unit}`
}

function line(figure: Figure): string {
  const verdict = isHeld(figure) ? 'ok' : 'over'
  return `${figure.name.padEnd(36)} ${`${figure.value}${figure.unit}`.padStart(8)}   ${goalText(figure).padEnd(8)}  ${verdict}`
}

const sources = readSources(project)
const tests = new Set(globSync('src/**/*.test.ts', { cwd: project }))
const measured = figures({ sources, tests })

console.log(`${sources.length} source files in src/, ${tests.size} tests beside them\n`)
for (const figure of measured) {
  console.log(line(figure))
  if (!isHeld(figure)) for (const place of figure.because.slice(0, 8)) console.log(`    ${place}`)
}
process.exitCode = measured.every(isHeld) ? 0 : 1
