import type { Command } from 'commander'
import type { ResultRecord } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { wholeNumber } from '../flags/values.ts'
import { ResultStream } from '../result-stream.ts'

interface ResultFlags extends PlaceFlags {
  readonly limit?: number
}

export function defineResults(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .option('--limit <N>', 'at most so many', wholeNumber)
    .action(async (batch: string | undefined, flags: ResultFlags) => {
      const { resultsOf } = await import('../../../inspect.ts')
      await withBatch(placeOf(batch, flags, face), async (found) => {
        const stream = new ResultStream(face.stdout)
        const results = resultsOf(found, { limit: flags.limit })
        await (flags.json === true ? stream.jsonLines(results) : stream.lines(resultLines(results)))
      })
    })
}

/** Files where there are some, else the value, else why there is none. */
async function* resultLines(results: AsyncIterable<ResultRecord>): AsyncGenerator<string> {
  for await (const { id, state, files, result, error, reason } of results) {
    const value = result === undefined || result === null ? '' : JSON.stringify(result)
    const shown = files.length > 0 ? files.join(' ') : (error ?? reason ?? value)
    yield `${safe(id, 160)}\t${state}\t${safe(shown, 400)}`
  }
}
