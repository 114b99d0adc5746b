/** What a split does once it knows the parts: they become items, and the item waits for them, or they stand for it. */
import { PermanentError } from '../../base/errors.ts'
import type { Part } from '../../pipeline/part.ts'
import type { ItemKit } from '../item-kit.ts'
import type { PlannedStep } from '../planned-step.ts'
import type { Walk, WalkEnd } from '../walk.ts'
import { inheritanceOf } from './inherit.ts'

/** Nothing when every part has ended: the walk goes on at the merge. */
export async function splitUp(
  { index, definition }: PlannedStep,
  parts: readonly Part[],
  { walk, kit }: { readonly walk: Walk; readonly kit: Pick<ItemKit, 'families' | 'paths'> },
): Promise<WalkEnd | undefined> {
  if (parts.length === 0) return { kind: 'ended', state: 'skipped', reason: `${definition.name}: it has no parts` }
  const { families, paths } = kit
  const merge = paths.mergeOf(index)
  const family = await families.state(walk, index)
  if (family?.isComplete !== true) {
    const inheritance = inheritanceOf(walk, paths.inheritedBy(index))
    const prefix = paths.prefixOf(index)
    const named = prefix === '' ? parts : parts.map(({ id, data }) => ({ id: `${prefix}${id}`, data }))
    const taken = await families.expand(walk, { split: index, inner: merge !== undefined, parts: named, inheritance })
    if (taken !== undefined) throw idTaken(taken)
  }
  if (merge === undefined) return { kind: 'ended', state: 'succeeded', isReplaced: true }
  return family?.isComplete === true && family.open === 0 ? undefined : { kind: 'waiting', step: merge }
}

function idTaken(id: string): PermanentError {
  return new PermanentError('SPLIT_ID_TAKEN', `A part would have the id "${id}", which another item of this batch has`, {
    fix: 'Give the items of the input, or the parts, other ids.',
  })
}
