import type { Command } from 'commander'
import { plural } from '../../../base/format.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, type PlaceFlags, placeOf } from '../flags/place.ts'
import { wholeNumberFrom0 } from '../flags/values.ts'
import { ResultStream } from '../result-stream.ts'

interface GcFlags extends PlaceFlags {
  readonly keep?: number
  readonly days?: number
  readonly forget?: boolean
}

const dayMs = 86_400_000

export function defineGc(command: Command, face: Face): void {
  addPlaceFlags(command)
    .option('--keep <N>', 'batches that stay in any case (default: 10)', wholeNumberFrom0)
    .option('--days <N>', 'younger batches stay in any case (default: 30)', wholeNumberFrom0)
    .option('--forget', 'kept results that no batch needs go too: they would be made again')
    .action(async (flags: GcFlags) => {
      const { collectGarbage } = await import('../../../inspect.ts')
      const olderThanMs = flags.days === undefined ? undefined : flags.days * dayMs
      const request = { keepBatches: flags.keep, olderThanMs, forget: flags.forget }
      const collected = await collectGarbage(placeOf(undefined, flags, face), request)
      const stream = new ResultStream(face.stdout)
      if (flags.json === true) await stream.json(collected)
      else if (collected.length === 0) await stream.line('no ledger here')
      else
        await stream.lines(
          collected.map(
            ({ ledger, batches, rows, blobs }) =>
              `${ledger}: ${plural(batches, 'batch').replace(/batchs$/, 'batches')}, ${plural(rows, 'row')} and ${plural(blobs, 'blob')} removed`,
          ),
        )
    })
}
