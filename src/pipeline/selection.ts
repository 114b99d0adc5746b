/** Conditions that pick items (`--where`): all names there are known before the first item is looked at. */
import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { type Condition, compileCondition } from './condition.ts'

/** @throws UsageError for what is no condition, and for a name that items do not have. */
export function compileSelection(where: string, known: readonly string[]): Condition {
  const condition = compileCondition(where)
  const unknown = condition.names.find((name) => !known.includes(name))
  if (unknown === undefined) return condition
  throw new UsageError('UNKNOWN_NAME', `--where: Expected names of items, got "${unknown}".${didYouMean(unknown, known)}`, {
    fix: `It may look at ${known.join(', ')}.`,
  })
}
