import type { Command } from 'commander'
import { drive } from '../drive.ts'
import type { Face } from '../face.ts'
import { addProgressFlags, type ProgressFlags } from '../flags/progress.ts'
import { addRunFlags, type RunFlags, runRequest } from '../flags/run.ts'

type Flags = RunFlags & ProgressFlags

export function defineRun(command: Command, face: Face): void {
  command
    .argument('[PIPELINE]', 'a file, the name of a pipeline in ./pipelines/, or of a recipe')
    .argument('[INPUT...]', 'files, folders or patterns to work on; - for standard input')
  addProgressFlags(addRunFlags(command)).action(async (pipeline: string | undefined, inputs: readonly string[], flags: Flags) => {
    const args = pipeline === undefined ? inputs : [pipeline, ...inputs]
    face.exit.code = await run(args, flags, face)
  })
}

async function run(args: readonly string[], flags: Flags, face: Face): Promise<number> {
  const request = runRequest(args, flags, face)
  if (flags.dryRun === true) return (await import('../dry-run.ts')).dryRun(request, { face, isJson: flags.json === true })
  if (flags.detach === true) return (await import('../detach.ts')).detach(face)
  const { startBatch } = await import('../../../index.ts')
  const readsStdin = request.input?.includes('-') === true
  return drive({ face, flags, readsStdin, start: (listen) => startBatch({ ...request, listen }) })
}
