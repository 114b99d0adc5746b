import type { Command } from 'commander'
import { formatCount, plural } from '../../../base/format.ts'
import type { ErrorGroupRecord } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'

export function defineErrors(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument)).action(async (batch: string | undefined, flags: PlaceFlags) => {
    const { errorsOf } = await import('../../../inspect.ts')
    await withBatch(placeOf(batch, flags, face), async (found) => {
      const groups = await errorsOf(found)
      const stream = new ResultStream(face.stdout)
      await (flags.json === true ? stream.json(groups) : stream.lines(errorLines(groups, found.row.name)))
    })
  })
}

function errorLines(groups: readonly ErrorGroupRecord[], batch: string): readonly string[] {
  if (groups.length === 0) return ['no item has failed']
  // What was at no step could not become an item: it would break again.
  const canRunAgain = groups.some(({ step }) => step !== null)
  const advice = canRunAgain ? `run them again with \`millrace retry ${batch}\`` : 'mend the input, then `millrace run` again'
  return [...groups.flatMap(groupLines), advice]
}

function groupLines({ code, message, step, count, sample_ids, fix }: ErrorGroupRecord): readonly string[] {
  const where = step === null ? '' : ` at ${safe(step, 60)}`
  const more = count - sample_ids.length
  return [
    `✗ ${plural(count, 'item')}: ${safe(code, 60)}${where}`,
    `    ${safe(message, 500)}`,
    ...(fix === null ? [] : [`    fix: ${safe(fix, 500)}`]),
    ...sample_ids.map((id) => `    – ${safe(id, 160)}`),
    ...(more > 0
      ? [`    … and ${formatCount(more)} more: millrace items --where 'code == ${JSON.stringify(safe(code, 60))}'`]
      : []),
  ]
}
