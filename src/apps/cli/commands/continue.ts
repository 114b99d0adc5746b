/** `resume` and `retry`: go on with a batch that is in the ledger. */
import type { Command } from 'commander'
import type { ContinueRequest, JsonObject } from '../../../index.ts'
import { drive } from '../drive.ts'
import type { Face } from '../face.ts'
import { batchArgument } from '../flags/place.ts'
import { addProgressFlags, type ProgressFlags } from '../flags/progress.ts'
import { budget, collect, renamed, workers } from '../flags/values.ts'

interface ContinueFlags extends ProgressFlags {
  readonly workers?: number | 'auto'
  readonly budget?: JsonObject
  readonly only?: readonly string[]
  readonly where?: string
  readonly dryRun?: boolean
}

export function defineResume(command: Command, face: Face): void {
  addContinueFlags(command).action(async (batch: string | undefined, flags: ContinueFlags) => {
    if (await letGoOn(batch, flags, face)) return
    face.exit.code = await goOn('resume', continueRequest(batch, flags, face), { flags, face })
  })
}

export function defineRetry(command: Command, face: Face): void {
  addContinueFlags(command)
    .option('--only <ID>', 'only this item; may be given several times', collect)
    .option('--where <EXPR>', 'only items for which this condition over {id, state, code, reason} holds')
    .option('--dry-run', 'list the items that would run again')
    .action(async (batch: string | undefined, flags: ContinueFlags) => {
      const request = continueRequest(batch, flags, face)
      if (flags.dryRun === true) return (await import('../dry-run.ts')).dryRetry(request, { face, isJson: flags.json === true })
      face.exit.code = await goOn('retry', request, { flags, face })
    })
}

function addContinueFlags(command: Command): Command {
  return addProgressFlags(command.argument(...batchArgument))
    .option('--workers <N|auto>', 'how many items at once', workers)
    .option('--budget <UNIT=AMOUNT>', 'a larger budget: usd=5, tokens=2M, bytes=1GB, time=2h; may be given several times', budget)
}

/** A batch that is paused in a live process goes on there: there is nothing to start here. */
async function letGoOn(batch: string | undefined, { ledger, json }: ContinueFlags, face: Face): Promise<boolean> {
  const { withBatch } = await import('../flags/place.ts')
  const { statusOf, controlBatch } = await import('../../../inspect.ts')
  return withBatch({ folder: face.folder, ledger, batch }, async (found) => {
    if ((await statusOf(found)).state !== 'paused') return false
    const { printReply } = await import('../print-reply.ts')
    await printReply(face, await controlBatch(found, { verb: 'resume' }), json === true)
    return true
  })
}

function continueRequest(batch: string | undefined, flags: ContinueFlags, { folder, stdin, stdout }: Face): ContinueRequest {
  return {
    folder,
    ...(batch === undefined ? {} : { batch }),
    ...(flags.ledger === undefined ? {} : { ledger: flags.ledger }),
    ...(flags.wait === true ? { wait: true } : {}),
    options: renamed({ ...flags }, { workers: 'workers', budget: 'budget' }),
    ...(flags.only === undefined ? {} : { only: flags.only }),
    ...(flags.where === undefined ? {} : { where: flags.where }),
    streams: { input: stdin, output: stdout },
    collectOutputs: false,
  }
}

interface GoingOn {
  readonly flags: ContinueFlags
  readonly face: Face
}

async function goOn(verb: 'resume' | 'retry', request: ContinueRequest, { flags, face }: GoingOn): Promise<number> {
  if (flags.detach === true) return (await import('../detach.ts')).detach(face)
  const { resumeBatch, retryBatch } = await import('../../../index.ts')
  const begin = verb === 'resume' ? resumeBatch : retryBatch
  return drive({ face, flags, readsStdin: false, start: (listen) => begin({ ...request, listen }) })
}
