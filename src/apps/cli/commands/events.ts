import type { Command } from 'commander'
import type { EventRecord } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { wholeNumber } from '../flags/values.ts'
import { ResultStream } from '../result-stream.ts'

interface EventFlags extends PlaceFlags {
  readonly after?: number
  readonly samples?: boolean
}

export function defineEvents(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .option('--after <SEQ>', 'only what came behind this number', wholeNumber)
    .option('--samples', 'with the measurements of the machine')
    .action(async (batch: string | undefined, flags: EventFlags) => {
      const { eventsOf } = await import('../../../inspect.ts')
      await withBatch(placeOf(batch, flags, face), async (found) => {
        const stream = new ResultStream(face.stdout)
        const events = eventsOf(found, { after: flags.after, samples: flags.samples })
        await (flags.json === true ? stream.jsonLines(events) : stream.lines(eventLines(events)))
      })
    })
}

async function* eventLines(events: AsyncIterable<EventRecord>): AsyncGenerator<string> {
  for await (const { v: _version, run: _batch, seq, ts, type, ...detail } of events) {
    yield `${seq}  ${ts}  ${safe(type, 40)}  ${safe(JSON.stringify(detail), 400)}`
  }
}
