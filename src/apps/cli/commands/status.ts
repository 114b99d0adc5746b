import type { Command } from 'commander'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'

interface StatusFlags extends PlaceFlags {
  readonly follow?: boolean
}

export function defineStatus(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .option('-f, --follow', 'until the batch comes to rest')
    .action(async (batch: string | undefined, flags: StatusFlags) => {
      const { followStatus, printStatus } = await import('../show-status.ts')
      const show = flags.follow === true ? followStatus : printStatus
      await withBatch(placeOf(batch, flags, face), (found) => show(found, { face, isJson: flags.json === true }))
    })
}
