import type { Command } from 'commander'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'

export function defineReport(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(async (batch: string | undefined, flags: PlaceFlags) => {
    const { reportOf, summaryOf } = await import('../../../inspect.ts')
    await withBatch(placeOf(batch, flags, face), async (found) => {
      const stream = new ResultStream(face.stdout)
      if (flags.json === true) await stream.json(await reportOf(found))
      else await stream.lines(await summaryOf(found, { width: Math.max(120, face.stdout.columns ?? 400) }))
    })
  })
}
