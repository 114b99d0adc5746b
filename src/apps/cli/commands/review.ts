import type { Command } from 'commander'
import type { Decided, InspectedBatch, ItemRecord, OnceInReview, Verdict } from '../../../inspect.ts'
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
  addPlaceFlags(command.argument('[ITEM...]', 'ids of items in review, and `after:STEP`; none: list them'))
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
  const { itemsOf, onceInReview } = await import('../../../inspect.ts')
  const stream = new ResultStream(face.stdout)
  const verdict = await verdictOf(flags, ids)
  if (verdict === undefined) {
    const waiting = itemsOf(batch, { states: ['review'] })
    const once = await onceInReview(batch)
    if (flags.json === true) return stream.jsonLines(both(waiting, once))
    return stream.lines(waitingLines(await Array.fromAsync(waiting), once))
  }
  const decided = await decide(batch, flags.all === true ? await everyId(batch) : ids, verdict)
  if (flags.json === true) return stream.jsonLines(decided)
  const goesOn = decided.some(({ id, state }) => state === 'ready' || isOnce(id))
  await stream.lines(decided.map(({ id, state }) => `${safe(id)}: ${state}`))
  if (goesOn) face.stderr.write(`go on with \`millrace resume ${batch.row.name}\`\n`)
}

/** Steps behind the items are named `after:STEP`. */
async function decide(batch: InspectedBatch, ids: readonly string[], verdict: Verdict): Promise<readonly Decided[]> {
  const { decideOnce, decideReview } = await import('../../../inspect.ts')
  const items = await decideReview(batch, { itemIds: ids.filter((id) => !isOnce(id)), verdict })
  const once: Decided[] = []
  for (const step of ids.filter(isOnce)) once.push(await decideOnce(batch, { step, verdict }))
  return [...items, ...once]
}

async function everyId(batch: InspectedBatch): Promise<readonly string[]> {
  const { itemsOf, onceInReview } = await import('../../../inspect.ts')
  const items = await Array.fromAsync(itemsOf(batch, { states: ['review'] }))
  const once = (await onceInReview(batch)).filter(({ state }) => state === 'review')
  return [...items, ...once].map(({ id }) => id)
}

function isOnce(id: string): boolean {
  return id.startsWith('after:')
}

async function* both(items: AsyncIterable<ItemRecord>, once: readonly OnceInReview[]): AsyncIterable<ItemRecord | OnceInReview> {
  yield* items
  yield* once
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

function waitingLines(items: readonly ItemRecord[], once: readonly OnceInReview[]): readonly string[] {
  if (items.length + once.length === 0) return ['no item waits for a decision']
  const steps = once.map(({ id, step, reason }) => [id, step, reason])
  return tableLines({ head: ['item', 'step', 'why'], rows: [...items.map(({ id, step, error }) => [id, step, error]), ...steps] })
}
