/** What a grouped step is given of each item, and how many of them fit into one call. */
import type { JsonObject } from '../../base/json.ts'
import type { GroupDefinition } from '../../pipeline/definition.ts'
import { namesIn, type RecipeScope } from '../../pipeline/recipe-scope.ts'
import { countTokens } from '../../pipeline/token-count.ts'
import type { Walk } from '../walk.ts'

/** The same for every item of the group: named once, beside `{items}`. */
const shared = ['config', 'envelope', 'batch_id', 'attempt', 'item', 'output_path']

/** The item's id and everything that its own steps have set so far. */
export function groupEntry({ item, names }: Pick<Walk, 'item' | 'names'>, scope: RecipeScope | undefined): JsonObject {
  const seen = scope === undefined ? names : namesIn(scope, names)
  // What steps of recipes have set stands under keys with a slash.
  const own = Object.entries(seen).filter(([name]) => !shared.includes(name) && !name.includes('/'))
  return { id: item.id, ...Object.fromEntries(own) }
}

/** Entries one after the other, each group as large as it may be. One that is too large by itself goes alone. */
export function groupsOf<Member>(
  members: readonly Member[],
  group: GroupDefinition,
  textOf: (member: Member) => string,
): readonly (readonly Member[])[] {
  const { size, bytes = Number.POSITIVE_INFINITY, tokens = Number.POSITIVE_INFINITY } = group
  const groups: Member[][] = []
  let used = { bytes: 0, tokens: 0 }
  for (const member of members) {
    const cost = costOf(textOf(member), group)
    const last = groups.at(-1)
    const fits =
      last !== undefined && last.length < size && used.bytes + cost.bytes <= bytes && used.tokens + cost.tokens <= tokens
    if (fits) last.push(member)
    else groups.push([member])
    used = fits ? { bytes: used.bytes + cost.bytes, tokens: used.tokens + cost.tokens } : cost
  }
  return groups
}

/** Only what a bound asks for is counted. */
function costOf(text: string, { bytes, tokens }: Pick<GroupDefinition, 'bytes' | 'tokens'>) {
  return { bytes: bytes === undefined ? 0 : Buffer.byteLength(text), tokens: tokens === undefined ? 0 : countTokens(text) }
}
