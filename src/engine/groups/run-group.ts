/**
 * Takes the items that stand before a grouped step through it, many in one call. Duties: 1. bring each to the step, from
 * what is kept of it; 2. make groups that keep the bounds; 3. give each member its own part of the answer, durable for all
 * of them at once; 4. halve a group that fails, until what is wrong is alone. Never throws for what happens to items.
 */
import type { Json, JsonObject } from '../../base/json.ts'
import { resultRow } from '../attempt-rows.ts'
import { outcomeOf } from '../failure.ts'
import type { ItemKit } from '../item-kit.ts'
import type { PlannedWork } from '../planned-step.ts'
import { endOutsideStep, finishItem, runItem, runStep } from '../run-item.ts'
import type { Walk, WalkEnd } from '../walk.ts'
import { redacted, unclear } from '../walk-end.ts'
import { valuesOf } from './answer.ts'
import { groupEntry, groupsOf } from './entry.ts'
import { groupKit, groupPrint, groupWalk, type Member, marked } from './group-walk.ts'

/** The end of each walk, in their order. */
export async function runGroup(walks: readonly Walk[], step: number, kit: ItemKit): Promise<readonly WalkEnd[]> {
  const ends = new Map<Walk, WalkEnd>()
  await Promise.all(walks.map(async (walk) => ends.set(walk, await runItem(walk, kit))))
  const members = walks.flatMap((walk) => memberAt(walk, step))
  const group = members[0]?.planned.definition.group
  const groups = group === undefined ? [] : groupsOf(members, group, ({ entry }) => JSON.stringify(entry))
  for (const some of groups) await together(some, { ends, kit })
  return walks.map((walk) => ends.get(walk) ?? { kind: 'interrupted' })
}

/** One that ended on the way, or was stopped before an earlier step, is none. */
function memberAt({ gathered }: Walk, step: number): readonly Member[] {
  if (gathered?.planned.index !== step) return []
  return [{ ...gathered, entry: groupEntry(gathered.walk, gathered.planned.definition.scope) }]
}

interface GroupCase {
  readonly ends: Map<Walk, WalkEnd>
  readonly kit: ItemKit
}

async function together(members: readonly Member[], { ends, kit }: GroupCase): Promise<void> {
  const [first] = members
  if (first === undefined) return
  const walk = groupWalk(members, first)
  const end = await attempted(walk, members, { first, kit })
  const isHalved = members.length > 1 && end?.kind === 'ended' && end.state === 'failed'
  share(members, walk, isHalved)
  if (isHalved) return apart(members, { ends, kit })
  if (end === undefined) return answered(members, walk.names[first.planned.definition.output], { ends, kit })
  for (const [index, member] of members.entries()) ends.set(member.walk, endOf(end, index))
}

async function apart(members: readonly Member[], group: GroupCase): Promise<void> {
  const middle = Math.ceil(members.length / 2)
  await together(members.slice(0, middle), group)
  await together(members.slice(middle), group)
}

interface AttemptCase {
  readonly first: Member
  readonly kit: ItemKit
}

/** Nothing when the step gave a value per member. */
async function attempted(walk: Walk, members: readonly Member[], { first, kit }: AttemptCase): Promise<WalkEnd | undefined> {
  const { planned } = first
  const work = answering(first.work, members)
  const doing = { planned, work, walk, kit: groupKit(members, kit), fp: groupPrint(members), parts: '{}', filesBefore: 0 }
  try {
    const end = await runStep(doing)
    // What was answered wrongly has been done all the same.
    if (work.effects === 'once' && isMisunderstood(end)) return unclear(end.failure?.message ?? '', 'GROUP_ANSWER')
    marked(
      members,
      walk.unwritten.results.filter(({ state }) => state === 'none'),
    )
    return end
  } catch (thrown) {
    return endOutsideStep(redacted(outcomeOf(thrown), kit), walk, kit)
  }
}

/** An answer that cannot be shared out is a failure of the attempt. */
function answering(work: PlannedWork, members: readonly Member[]): PlannedWork {
  const ids = members.map(({ walk }) => walk.item.id)
  const { step } = work
  return {
    ...work,
    step: { ...step, run: async (options, context) => valuesOf(await step.run(options, context), ids, step.kind) },
  }
}

function isMisunderstood(end: WalkEnd | undefined): end is Extract<WalkEnd, { kind: 'ended' }> {
  return end?.kind === 'ended' && end.failure?.code === 'GROUP_ANSWER'
}

/** Each member has a share of what the attempt took. An attempt whose group is halved is not the end of any. */
function share(members: readonly Member[], { unwritten }: Walk, isHalved: boolean): void {
  const size = members.length
  for (const row of unwritten.attempts) {
    const notes = JSON.stringify({ ...(JSON.parse(row.notes ?? '{}') as JsonObject), group: size }) // an object, as it was written
    const own = { ...row, ms: row.ms / size, notes, ...(isHalved ? { outcome: 'retry' as const } : {}) }
    for (const { walk } of members) walk.unwritten.attempts.push(own)
  }
}

/** The service asked for quiet once, not once per member. */
function endOf(end: WalkEnd, index: number): WalkEnd {
  return end.kind !== 'parked' || index === 0 ? end : { kind: 'parked', step: end.step }
}

async function answered(members: readonly Member[], values: Json | undefined, { ends, kit }: GroupCase): Promise<void> {
  for (const [index, member] of members.entries()) take(member, valueAt(values, index))
  // First durable for all: what was answered is not asked again, whatever becomes of single members from here on.
  await kit.keepTogether(members.map(({ walk }) => walk))
  await Promise.all(members.map(async (member) => ends.set(member.walk, await goOn(member, kit))))
}

function valueAt(values: Json | undefined, index: number): Json {
  return Array.isArray(values) ? (values[index] ?? null) : null
}

function take(member: Member, value: Json): void {
  const { walk, planned, fp } = member
  const { name, output } = planned.definition
  walk.unwritten.results.push(resultRow(member, 'done', value))
  walk.names[output] = value
  Object.assign(walk, { result: { step: name, fp, value }, hasWorked: true, isReused: false })
}

/** The rest of its steps it walks by itself, when it is its turn. */
async function goOn({ walk, planned }: Member, kit: ItemKit): Promise<WalkEnd> {
  const path = kit.paths.of(walk.ready.birth?.born ?? -1)
  const next = path[path.findIndex(({ index }) => index === planned.index) + 1]
  if (next !== undefined) return { kind: 'parked', step: next.index }
  try {
    return await finishItem(walk, kit)
  } catch (thrown) {
    return endOutsideStep(redacted(outcomeOf(thrown), kit), walk, kit)
  }
}
