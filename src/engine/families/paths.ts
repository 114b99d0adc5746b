/** The steps that items of each level take, and what parts have to know of the item they were split from. */
import { planFamilies, stepsOfLevel } from '../../pipeline/families.ts'
import { placeholderName, placeholdersIn } from '../../pipeline/placeholders.ts'
import type { PlannedStep } from '../planned-step.ts'
import type { Walk } from '../walk.ts'

export interface WalkPaths {
  /** One after the other. */
  of(level: number): readonly PlannedStep[]
  /** The merge that closes a split; absent: its parts are outputs. */
  mergeOf(split: number): number | undefined
  /** What stands before the ids of its parts, so that those of two splits of one item differ. */
  prefixOf(split: number): string
  /** The split that a merge closes. */
  splitOf(merge: number): number | undefined
  /** Names whose values the parts of a split may look at; absent: all. */
  inheritedBy(split: number): ReadonlySet<string> | undefined
}

export function walkPaths(steps: readonly PlannedStep[]): WalkPaths {
  const kinds = steps.map(({ definition }) => definition.kind)
  const plan = planFamilies(kinds)
  const splits = kinds.flatMap((kind, index) => (kind === 'split' ? [index] : []))
  const paths = new Map(
    [-1, ...splits].map((level) => [level, stepsOfLevel(plan, kinds, level).flatMap((index) => steps[index] ?? [])]),
  )
  const inherited = new Map(splits.map((split) => [split, namesBehind(steps, split, plan.mergeOf(split))]))
  return {
    of: (level) => paths.get(level) ?? [],
    mergeOf: plan.mergeOf,
    prefixOf: (split) => {
      const isFirst = splits.find((other) => plan.levelOf(other) === plan.levelOf(split)) === split
      return isFirst ? '' : `${steps[split]?.definition.name ?? split}/`
    },
    splitOf: (merge) => splits.find((split) => plan.mergeOf(split) === merge),
    inheritedBy: (split) => inherited.get(split),
  }
}

/** -1 for an item of the source. */
export function levelOf({ ready }: Pick<Walk, 'ready'>): number {
  return ready.birth?.born ?? -1
}

/** An intermediate piece: a merge takes its result, no sink does. */
export function isInner(walk: Pick<Walk, 'ready'>, paths: Pick<WalkPaths, 'mergeOf'>): boolean {
  const level = levelOf(walk)
  return level >= 0 && paths.mergeOf(level) !== undefined
}

/** Parts that are outputs may need any name, for the place of their output; what a recipe's step sees has other names. */
function namesBehind(steps: readonly PlannedStep[], split: number, merge: number | undefined): ReadonlySet<string> | undefined {
  const inside = steps.slice(split + 1, merge)
  const seesAll = inside.some(({ work, definition }) => work?.plan.readsAll === true || definition.scope !== undefined)
  if (merge === undefined || seesAll) return undefined
  return new Set(inside.flatMap(namesOf).map((name) => name.split('.')[0] ?? ''))
}

function namesOf({ work, condition, definition }: PlannedStep): readonly string[] {
  const files = placeholdersIn({ reads: definition.reads }).map(placeholderName)
  return [...(work?.reads ?? []), ...(condition?.names ?? []), ...files]
}
