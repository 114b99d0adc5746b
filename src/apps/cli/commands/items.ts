import { type Command, InvalidArgumentError } from 'commander'
import type { ItemRecord } from '../../../inspect.ts'
import type { Face } from '../face.ts'
import { addPlaceFlags, batchArgument, type PlaceFlags, placeOf, withBatch } from '../flags/place.ts'
import { collect, wholeNumber } from '../flags/values.ts'
import { ResultStream } from '../result-stream.ts'
import { tableLines } from '../table.ts'

type State = ItemRecord['state']

const states: readonly State[] = [
  'blocked',
  'ready',
  'running',
  'waiting',
  'succeeded',
  'failed',
  'skipped',
  'cancelled',
  'review',
]

interface ItemFlags extends PlaceFlags {
  readonly state?: readonly State[]
  readonly only?: readonly string[]
  readonly where?: string
  readonly limit?: number
}

/** A person reads no more; programs use --json. */
const shownByDefault = 100

export function defineItems(command: Command, face: Face): void {
  addPlaceFlags(command.argument(...batchArgument))
    .option('--state <STATE>', 'only items in this state; may be given several times', collectState)
    .option('--only <ID>', 'only this item; may be given several times', collect)
    .option('--where <EXPR>', 'only items for which this condition holds, such as code == "TIMEOUT"')
    .option('--limit <N>', 'at most so many (default: 100; all with --json)', wholeNumber)
    .action(async (batch: string | undefined, flags: ItemFlags) => {
      const { itemsOf } = await import('../../../inspect.ts')
      const filter = { states: flags.state, ids: flags.only, where: flags.where }
      await withBatch(placeOf(batch, flags, face), async (found) => {
        const stream = new ResultStream(face.stdout)
        if (flags.json === true) return stream.jsonLines(itemsOf(found, { ...filter, limit: flags.limit }))
        const limit = flags.limit ?? shownByDefault
        const items = await Array.fromAsync(itemsOf(found, { ...filter, limit }))
        await stream.lines(itemLines(items, limit))
      })
    })
}

function itemLines(items: readonly ItemRecord[], limit: number): readonly string[] {
  if (items.length === 0) return ['no such item']
  const rows = items.map(({ id, state, attempts, step, error, reason }) => [id, state, attempts, step, error ?? reason])
  const lines = tableLines({ head: ['item', 'state', 'tries', 'step', 'why'], rows })
  return items.length < limit ? lines : [...lines, `… the first ${limit}; more with --limit N or --json`]
}

function collectState(text: string, before: readonly State[] = []): readonly State[] {
  const state = states.find((known) => known === text)
  if (state === undefined) throw new InvalidArgumentError(`Expected one of ${states.join(', ')}, got "${text}".`)
  return [...before, state]
}
