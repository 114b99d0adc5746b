/** Checks that a program makes of the whole project; each counts as one test. */
import { spawn } from 'node:child_process'
import { nothing, type Tally } from './tally.ts'

export interface Check {
  readonly name: string
  /** A script of a development dependency, run with this Node. */
  readonly script: string
  readonly args: readonly string[]
}

export const checks: readonly Check[] = [
  { name: 'types', script: 'node_modules/typescript/bin/tsc', args: ['-p', '.', '--noEmit'] },
  { name: 'lint', script: 'node_modules/@biomejs/biome/bin/biome', args: ['check', '--max-diagnostics=50', '.'] },
  { name: 'dead code', script: 'node_modules/knip/bin/knip.js', args: ['--no-progress'] },
]

export async function runCheck(check: Check, folder: string, print: (text: string) => void): Promise<Tally> {
  const { code, output } = await runProgram(process.execPath, [check.script, ...check.args], folder)
  if (code === 0) return { ...nothing, passed: 1 }
  print(`\n✗ ${check.name}: ${check.script} ${check.args.join(' ')} ended with ${code}\n${output.trimEnd()}\n`)
  return { ...nothing, failed: 1 }
}

export interface ProgramEnd {
  readonly code: number | null
  /** Both streams, in the order they came. */
  readonly output: string
}

export function runProgram(program: string, args: readonly string[], folder: string, timeoutMs = 300_000): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const child = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs })
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => parts.push(part))
    child.on('error', (error) => resolve({ code: null, output: error.message }))
    child.on('close', (code) => resolve({ code, output: Buffer.concat(parts).toString() }))
  })
}
