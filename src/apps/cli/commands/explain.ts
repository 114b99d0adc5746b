import type { Command } from 'commander'
import type { Explanation } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'

export function defineExplain(command: Command, face: Face): void {
  addPlaceFlags(command.argument('<ITEM>', 'the id of the item').argument(...batchArgument)).action(
    async (item: string, batch: string | undefined, flags: PlaceFlags) => {
      const { explainItem } = await import('../../../inspect.ts')
      await withBatch(placeOf(batch, flags, face), async (found) => {
        const explanation = await explainItem(found, item)
        const stream = new ResultStream(face.stdout)
        await (flags.json === true ? stream.json(explanation) : stream.lines(explanationLines(explanation)))
      })
    },
  )
}

function explanationLines({ id, state, error, reason, steps, batch_id }: Explanation): readonly string[] {
  const why = error ?? reason
  return [
    `${safe(id)} ${state} in batch ${safe(batch_id, 80)}${why === null ? '' : `: ${safe(why, 400)}`}`,
    ...steps.flatMap(({ step, action, why: reasons, attempts }) => [
      `  ${safe(step, 60)}: ${action}. ${safe(reasons, 400)}`,
      ...(attempts.length > 1 ? [`    attempts: ${safe(attempts.join(', '), 400)}`] : []),
    ]),
  ]
}
