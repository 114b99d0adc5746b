/**
 * The one command that says yes or no. It goes through all of it and reports all of it:
 *
 *   npm test                     everything, in under ten minutes on two cores
 *   npm test -- FILTER…          only the test files whose path contains FILTER
 *   npm run test:faults          the long forms of the fault tests too
 *
 * Exit code 1 when anything failed, or when more tests skip than test/skips.json allows.
 */
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checks, runCheck, runProgram } from './support/checks.ts'
import { endProcess, livePids, liveProcesses } from './support/processes.ts'
import { runFile } from './support/run-file.ts'
import { setUpSystem } from './support/system-setup.ts'
import { closingLines, countsText, nothing, skipComplaint, sum, type Tally } from './support/tally.ts'
import { type Phase, testPhases } from './support/test-files.ts'

const folder = resolve(import.meta.dirname, '..')
const { values, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: { faults: { type: 'boolean', default: false } },
})
const fileTimeoutMs = values.faults ? 45 * 60_000 : 240_000

const print = (text: string) => process.stdout.write(`${text}\n`)

async function timed(name: string, work: () => Promise<Tally>): Promise<Tally> {
  const started = performance.now()
  const tally = await work()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  print(`${tally.failed > 0 ? '✗' : '✔'} ${name.padEnd(14)} ${seconds.padStart(6)} s  ${countsText(tally)}`)
  return tally
}

/** `concurrency` files at a time; the rest wait in one queue. */
async function runPhase({ files, concurrency }: Phase): Promise<Tally> {
  const queue = files.values()
  const worker = async () => {
    const tallies: Tally[] = []
    for (const file of queue) tallies.push(await runFile({ file, folder, timeoutMs: fileTimeoutMs, print }))
    return sum(tallies)
  }
  return sum(await Promise.all(Array.from({ length: concurrency }, worker)))
}

/** What git sees as changed; the tests must leave it as they found it. */
async function checkoutState(): Promise<string> {
  return (await runProgram('git', ['status', '--porcelain'], folder)).output
}

/** Whoever still works in the tests' temporary folder has outlived its test: it is ended, and the run has failed. */
function endStrays(): Tally {
  const strays = liveProcesses(temporary)
  if (strays.length === 0) return { ...nothing, passed: 1 }
  for (const pid of livePids(temporary)) endProcess(pid)
  print(`\n✗ processes outlived their tests:\n${strays.join('\n')}`)
  return { ...nothing, failed: 1 }
}

/** Only where the checkout was clean: otherwise somebody is at work in it. */
async function checkCheckout(before: string): Promise<Tally> {
  if (before !== '') return nothing
  const after = await checkoutState()
  if (after === '') return { ...nothing, passed: 1 }
  print(`\n✗ the tests changed the checkout:\n${after}`)
  return { ...nothing, failed: 1 }
}

async function runAll(): Promise<Tally> {
  const isWhole = filters.length === 0
  const before = isWhole ? await checkoutState() : ''
  const tallies: Tally[] = []
  if (isWhole) print(`  system: ${await setUpSystem()}`)
  for (const check of isWhole ? checks : []) tallies.push(await timed(check.name, () => runCheck(check, folder, print)))
  for (const phase of testPhases(folder, filters)) tallies.push(await timed(phase.name, () => runPhase(phase)))
  if (isWhole) tallies.push(await timed('left behind', async () => sum([endStrays(), await checkCheckout(before)])))
  return sum(tallies)
}

function allowedSkips(): number {
  // The file is part of the project: two numbers.
  const listed = JSON.parse(readFileSync(join(folder, 'test/skips.json'), 'utf8')) as { root: number; user: number }
  return process.getuid?.() === 0 ? listed.root : listed.user
}

/** Tests find their temporary folder here, so that nothing of theirs is left behind. */
const temporary = mkdtempSync(join(tmpdir(), 'millrace-test-'))
// Some tests give their rights up, and still have to get to their folder.
chmodSync(temporary, 0o755)
process.env['TMPDIR'] = temporary
// Compiling the same files again for every test file would take half of the time.
process.env['NODE_COMPILE_CACHE'] ??= join(folder, '.cache/compiled')
if (values.faults) process.env['MILLRACE_FAULTS'] = 'full'

try {
  const tally = await runAll()
  const complaint = skipComplaint(tally, allowedSkips())
  const isEmpty = tally.passed + tally.failed + tally.skips.length === 0
  for (const line of closingLines(tally)) print(line)
  if (complaint !== undefined) print(`\n${complaint}`)
  if (isEmpty) print(`No test file has ${filters.join(' or ')} in its path.`)
  process.exitCode = tally.failed > 0 || complaint !== undefined || isEmpty ? 1 : 0
  print(`\n${countsText(tally)}`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}
