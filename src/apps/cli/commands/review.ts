import type { Command } from 'commander'
import type { InspectedBatch, ItemRecord, Verdict } from '../../../inspect.ts'
import { safe } from '../../terminal/text.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { ResultStream } from '../result-stream.ts'
import { tableLines } from '../table.ts'

interface ReviewFlags extends PlaceFlags {
  readonly done?: boolean
  readonly again?: boolean
  readonly fail?: boolean
  readonly all?: boolean
  readonly batch?: string
}

export function defineReview(command: Command, face: Face): void {
  addPlaceFlags(command.argument('[ITEM...]', 'ids of items in review; none: list them'))
    .option('--done', 'it did happen: take its result as done')
    .option('--again', 'it did not happen: run the step again')
    .option('--fail', 'the item failed')
    .option('--all', 'every item in review')
    .option('--batch <BATCH>', 'a batch id or its first letters (default: the latest)')
    .action(async (ids: readonly string[], flags: ReviewFlags) => {
      await withBatch(placeOf(flags.batch, flags, face), (found) => review(found, ids, { flags, face }))
    })
}

interface Asked {
  readonly flags: ReviewFlags
  readonly face: Face
}

async function review(batch: InspectedBatch, ids: readonly string[], { flags, face }: Asked): Promise<void> {
  const { decideReview, itemsOf } = await import('../../../inspect.ts')
  const stream = new ResultStream(face.stdout)
  const verdict = await verdictOf(flags, ids)
  if (verdict === undefined) {
    const waiting = itemsOf(batch, { states: ['review'] })
    if (flags.json === true) return stream.jsonLines(waiting)
    return stream.lines(waitingLines(await Array.fromAsync(waiting)))
  }
  const all = async () => (await Array.fromAsync(itemsOf(batch, { states: ['review'] }))).map(({ id }) => id)
  const decided = await decideReview(batch, { itemIds: flags.all === true ? await all() : ids, verdict })
  if (flags.json === true) return stream.jsonLines(decided)
  const isReady = decided.some(({ state }) => state === 'ready')
  await stream.lines(decided.map(({ id, state }) => `${safe(id)}: ${state}`))
  if (isReady) face.stderr.write(`go on with \`millrace resume ${batch.row.name}\`\n`)
}

/** Nothing where the items are only to be listed. @throws UsageError */
async function verdictOf({ done, again, fail, all }: ReviewFlags, ids: readonly string[]): Promise<Verdict | undefined> {
  const verdicts: readonly Verdict[] = ['done', 'again', 'fail']
  const given = verdicts.filter((verdict) => ({ done, again, fail })[verdict] === true)
  const hasItems = ids.length > 0 || all === true
  const [verdict] = given
  if (!hasItems && verdict === undefined) return undefined
  if (hasItems && verdict !== undefined && given.length === 1) return verdict
  const { UsageError } = await import('../../../index.ts')
  throw new UsageError('REVIEW', 'Expected items and exactly one of --done, --again, --fail.', {
    fix: 'For example: `millrace review ITEM --again`, or `millrace review --all --done`.',
  })
}

function waitingLines(items: readonly ItemRecord[]): readonly string[] {
  if (items.length === 0) return ['no item waits for a decision']
  return tableLines({ head: ['item', 'step', 'why'], rows: items.map(({ id, step, error }) => [id, step, error]) })
}
