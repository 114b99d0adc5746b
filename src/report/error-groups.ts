/** Failures of one kind are one group, also where their messages name different files or figures. */
import type { FailureGroup } from '../ledger/queries.ts'
import { dependencyFailed } from '../pipeline/dependency.ts'

/**
 * Groups with the same step, code and shape of message become one; the message and the samples are the first one's.
 * Largest first; behind them what failed because others had: the failures of those are the ones to look at.
 */
export function joinGroups(groups: readonly FailureGroup[]): readonly FailureGroup[] {
  const joined = new Map<string, FailureGroup>()
  for (const group of groups) {
    const key = JSON.stringify([group.step, group.code, shapeOf(group.message)])
    const known = joined.get(key)
    joined.set(key, known ? joinTwo(known, group) : group)
  }
  return [...joined.values()].sort((a, b) => Number(isFollowing(a)) - Number(isFollowing(b)) || b.count - a.count)
}

function isFollowing({ code }: FailureGroup): boolean {
  return code === dependencyFailed
}

const mostSamples = 5

function joinTwo(left: FailureGroup, right: FailureGroup): FailureGroup {
  const sampleIds = [...left.sampleIds, ...right.sampleIds].slice(0, mostSamples)
  return { ...left, count: left.count + right.count, sampleIds }
}

/** The message without what differs from item to item: quoted text, paths and numbers. */
function shapeOf(message: string): string {
  return message
    .slice(0, 500)
    .replaceAll(/"[^"]*"|'[^']*'|`[^`]*`|“[^”]*”/g, '"…"')
    .replaceAll(/\S*\/\S*/g, '…')
    .replaceAll(/\d+/g, '0')
}
