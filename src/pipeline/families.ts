/**
 * Which steps an item and its parts walk. Splits and merges nest like brackets: a merge closes the innermost split that
 * is open. An item of the source has level -1, a part the index of the split that made it; each walks the steps of its own
 * level, from behind that split up to the merge that closes it.
 */
export interface FamilyPlan {
  /** The level whose items take step n; of a split and its merge, the one outside of them. */
  levelOf(step: number): number
  /** The merge that closes a split; absent: its parts are outputs. */
  mergeOf(split: number): number | undefined
  /** Behind the last step of a level: the merge that closes it, or the number of steps. */
  endOf(level: number): number
}

/** A merge that no split stands before. */
export interface StrayMerge {
  readonly step: number
}

/** @param kinds of the steps, in order */
export function planFamilies(kinds: readonly string[]): FamilyPlan & { readonly stray: readonly StrayMerge[] } {
  const open: number[] = []
  const levels: number[] = []
  const merges = new Map<number, number>()
  const stray: StrayMerge[] = []
  for (const [step, kind] of kinds.entries()) {
    if (kind === 'merge') {
      const split = open.pop()
      if (split === undefined) stray.push({ step })
      else merges.set(split, step)
    }
    levels.push(open.at(-1) ?? -1)
    if (kind === 'split') open.push(step)
  }
  return {
    stray,
    levelOf: (step) => levels[step] ?? -1,
    mergeOf: (split) => merges.get(split),
    endOf: (level) => merges.get(level) ?? kinds.length,
  }
}

/**
 * The steps that an item of a level takes one after the other, as indexes. A split that a merge closes is followed by that
 * merge, with the work of the parts in between; one that stays open is the last.
 */
export function stepsOfLevel(plan: FamilyPlan, kinds: readonly string[], level: number): readonly number[] {
  const steps: number[] = []
  let step = level + 1
  while (step < plan.endOf(level)) {
    steps.push(step)
    step = kinds[step] === 'split' ? (plan.mergeOf(step) ?? kinds.length) : step + 1
  }
  return steps
}

/** What a part knows besides the names of the item it was split from. */
export const partNames = ['part', 'part_index', 'parent'] as const
