/**
 * How items end that wait for each other, said once more and as simply as possible: by asking, for each item, how those
 * before it end. Knows nothing of ledgers, orders and states in between.
 */
import type { OnFailure } from '../../src/pipeline/dependency.ts'

/** What an item would come to if it ran. */
export type OwnEnd = 'succeeded' | 'failed' | 'skipped' | 'review'

export interface ModelItem {
  readonly own: OwnEnd
  /** By place in the list. */
  readonly dependsOn: readonly { readonly on: number; readonly onFailure: OnFailure }[]
}

export interface ModelEnd {
  readonly state: OwnEnd
  /** It ended without having run. */
  readonly byOthers: boolean
}

/** Items may only wait for those before them. */
export function modelEnds(items: readonly ModelItem[]): readonly ModelEnd[] {
  const ends: ModelEnd[] = []
  for (const { own, dependsOn } of items) {
    const broken = dependsOn.filter(({ on }) => hasFailed(ends[on])).map(({ onFailure }) => onFailure)
    if (broken.includes('fail')) ends.push({ state: 'failed', byOthers: true })
    else if (broken.includes('skip')) ends.push({ state: 'skipped', byOthers: true })
    else ends.push({ state: own, byOthers: false })
  }
  return ends
}

/** An item that its own condition skipped has not failed; one that was skipped because of another has. */
function hasFailed(end: ModelEnd | undefined): boolean {
  return end?.state === 'failed' || end?.state === 'review' || (end?.state === 'skipped' && end.byOthers)
}
