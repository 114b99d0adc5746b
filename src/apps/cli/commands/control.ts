/** Knobs of a batch that runs elsewhere: `cancel`, `pause`, `tune`. */
import { type Command, InvalidArgumentError } from 'commander'
import type { ControlRequest } from '../../../inspect.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { wholeNumber } from '../flags/values.ts'
import { printReply } from '../print-reply.ts'

export function defineCancel(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(turn(face, () => ({ verb: 'cancel' })))
}

export function definePause(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(turn(face, () => ({ verb: 'pause' })))
}

interface TuneFlags extends PlaceFlags {
  readonly workers: number
}

export function defineTune(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .requiredOption('--workers <N>', 'how many items at once', fixedWorkers)
    .action(turn<TuneFlags>(face, ({ workers }) => ({ verb: 'tune', args: { workers } })))
}

function fixedWorkers(text: string): number {
  if (text === 'auto')
    throw new InvalidArgumentError('A running batch takes a fixed number; start with --workers auto to let it adapt.')
  return wholeNumber(text)
}

function turn<Flags extends PlaceFlags>(face: Face, requestOf: (flags: Flags) => ControlRequest) {
  return async (batch: string | undefined, flags: Flags) => {
    const { controlBatch } = await import('../../../inspect.ts')
    const reply = await withBatch(placeOf(batch, flags, face), (found) => controlBatch(found, requestOf(flags)))
    await printReply(face, reply, flags.json === true)
  }
}
