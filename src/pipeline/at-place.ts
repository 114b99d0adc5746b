import { type Place, UsageError } from '../base/errors.ts'

/** Does some work; a UsageError from it that has no place yet is thrown on with this one. */
export function atPlace<Value>(place: Place | undefined, work: () => Value): Value {
  try {
    return work()
  } catch (thrown) {
    if (!(thrown instanceof UsageError) || thrown.place !== undefined || place === undefined) throw thrown
    const fix = thrown.fix === undefined ? {} : { fix: thrown.fix }
    throw new UsageError(thrown.code, thrown.message, { place, cause: thrown, ...fix })
  }
}
