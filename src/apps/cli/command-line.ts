/** From arguments to an exit code. Nothing here ends the process. */
import { CommanderError } from 'commander'
import { exitCodes } from './exit-code.ts'
import type { Face } from './face.ts'
import { absence } from './later.ts'
import { buildProgram, namedCommand } from './program.ts'
import { print, showError } from './show-error.ts'
import { isHelp, usageProblem } from './usage-problem.ts'

export async function commandLine(args: readonly string[], face: Face): Promise<number> {
  const named = namedCommand(args) ?? ''
  const missing = absence(named)
  if (missing !== undefined) return refuse(face, missing)
  try {
    await perform(args, face)
    return face.exit.code
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return showError(thrown, { face, debug: args.includes('--debug') })
    return isHelp(thrown) ? exitCodes.ok : refuse(face, usageProblem(thrown, named))
  }
}

async function perform(args: readonly string[], face: Face): Promise<void> {
  if (args[0] === '--version' || args[0] === '-V') return printVersion(face)
  const program = await buildProgram(args, face)
  if (args.length > 0) return void (await program.parseAsync(args, { from: 'user' }))
  program.outputHelp({ error: true })
  face.exit.code = exitCodes.usage
}

async function printVersion({ stdout }: Face): Promise<void> {
  const { version } = await import('../../index.ts')
  stdout.write(`${version}\n`)
}

function refuse(face: Face, problem: Parameters<typeof print>[1]): number {
  print(face, problem)
  return exitCodes.usage
}
