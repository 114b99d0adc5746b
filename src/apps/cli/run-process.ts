/** One process of the command: runs what its arguments say, writes out what is left to write, ends with the exit code. */
import { commandLine } from './command-line.ts'
import { processFace } from './face.ts'
import { flushed } from './flushed.ts'
import { showError } from './show-error.ts'

export async function runProcess(): Promise<never> {
  const face = processFace()
  const args = process.argv.slice(2)
  const endWithBug = async (thrown: unknown) => process.exit(await showError(thrown, { face, debug: args.includes('--debug') }))
  // Once: an error while an error is told has to end the process, too.
  process.once('uncaughtException', endWithBug)
  process.once('unhandledRejection', endWithBug)
  // Whoever watched the progress may go away: the batch goes on.
  face.stderr.on('error', () => {})
  const code = await commandLine(args, face)
  await flushed(face)
  process.exit(code)
}
