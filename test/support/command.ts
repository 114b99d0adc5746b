import { commandLine } from '../../src/apps/cli/command-line.ts'
import type { Face } from '../../src/apps/cli/face.ts'
import { Screen } from './screen.ts'

export interface CommandAnswer {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** A face whose streams remember what was written. */
export function fakeFace(folder: string): Face & { readonly stdout: Screen; readonly stderr: Screen } {
  const stream = () => new Screen()
  // The members of a terminal that the command line uses are all there; the others of Node's type are not.
  return { stdin: stream(), stdout: stream(), stderr: stream(), env: {}, folder, exit: { code: 0 } } as unknown as ReturnType<
    typeof fakeFace
  >
}

/** A command within this process: its exit code and what it wrote. For the same in a process of its own: millrace.ts. */
export async function command(folder: string, ...args: readonly string[]): Promise<CommandAnswer> {
  const face = fakeFace(folder)
  const code = await commandLine(args, face)
  return { code, stdout: face.stdout.text, stderr: face.stderr.text }
}
