/** Knobs of a batch that runs elsewhere: `cancel`, `drain`, `pause`, `tune`. */
import { type Command, InvalidArgumentError } from 'commander'
import type { ControlRequest } from '../../../inspect.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { workers } from '../flags/values.ts'
import { printReply } from '../print-reply.ts'

export function defineCancel(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(turn(face, () => [{ verb: 'cancel' }]))
}

export function definePause(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(turn(face, () => [{ verb: 'pause' }]))
}

export function defineDrain(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(turn(face, () => [{ verb: 'drain' }]))
}

interface TuneFlags extends PlaceFlags {
  readonly workers?: number | 'auto'
  readonly stage?: string
  readonly rate?: RateFlag
}

interface RateFlag {
  readonly limit: string
  readonly rate: string
}

export function defineTune(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .option('--workers <N|auto>', 'how many items at once', workers)
    .option('--stage <NAME>', 'with --workers: how many attempts of this step at once', text)
    .option('--rate <NAME=RATE>', 'another rate for a limit of the pipeline, such as shop=2/s', rateOf)
    .action(turn<TuneFlags>(face, (flags) => tunes(flags, command)))
}

const missing = { code: 'commander.missingArgument' }

function tunes({ workers: count, stage, rate }: TuneFlags, command: Command): readonly ControlRequest[] {
  if (count === undefined && stage !== undefined)
    command.error('error: Expected --workers N beside --stage: how many attempts of the step at once.', missing)
  if (count === undefined && rate === undefined)
    command.error('error: Expected --workers N, --stage NAME --workers N, or --rate NAME=2/s.', missing)
  return [
    ...(rate === undefined ? [] : [{ verb: 'tune', args: { ...rate } } as const]),
    ...(count === undefined ? [] : [{ verb: 'tune', args: { ...(stage !== undefined && { stage }), workers: count } } as const]),
  ]
}

function text(given: string): string {
  return given
}

/** What the rate is worth is judged where the limits are known. */
function rateOf(given: string): RateFlag {
  const split = given.lastIndexOf('=')
  if (split > 0) return { limit: given.slice(0, split), rate: given.slice(split + 1) }
  throw new InvalidArgumentError(`Expected the name of a limit and its rate, such as shop=2/s, got "${given}".`)
}

function turn<Flags extends PlaceFlags>(face: Face, requestsOf: (flags: Flags) => readonly ControlRequest[]) {
  return async (batch: string | undefined, flags: Flags) => {
    const { controlBatch } = await import('../../../inspect.ts')
    for (const request of requestsOf(flags)) {
      const reply = await withBatch(placeOf(batch, flags, face), (found) => controlBatch(found, request))
      await printReply(face, reply, flags.json === true)
    }
  }
}
