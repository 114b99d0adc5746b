/** Takes the items of the next group out of the work plan, where it is time for one. */
import type { ReadyItem } from '../../ledger/rows.ts'
import type { LocalEngineSetting } from '../local-engine-setting.ts'

export interface TakingCase {
  /** Nothing can come to the items that wait in lanes of groups. */
  readonly isQuiet: () => boolean
  /** The gates, or the rule for items that were lost, say: not now. */
  readonly mustWait: (item: ReadyItem) => boolean
}

export interface TakenGroup {
  readonly step: number
  readonly items: readonly ReadyItem[]
}

type Parts = Pick<LocalEngineSetting, 'groups' | 'gates' | 'plan' | 'limits' | 'clock'>

/** What was lost with its process goes alone, as ever. */
export function takeGroup({ groups, gates, plan, limits, clock }: Parts, asking: TakingCase): TakenGroup | undefined {
  const now = clock.now()
  if (groups.isNone || gates.delay(now, 0) > 0) return undefined
  const lane = groups.due({ count: (step) => plan.queued(step), isQuiet: asking.isQuiet(), now })
  if (lane === undefined || limits?.isOpen(lane.step) === false) return undefined
  const taken = plan.takeGroup(lane.step, lane.group.size)
  const lost = taken.findIndex(({ losses }) => losses > 0)
  const items = lost < 0 ? taken : taken.slice(0, Math.max(1, lost))
  const [first] = items
  const mustWait = first === undefined || asking.mustWait(first)
  for (const item of taken.slice(mustWait ? 0 : items.length).reverse()) plan.putBack(item)
  if (mustWait) return undefined
  groups.taken(lane.step)
  return { step: lane.step, items }
}
