/**
 * A value that is there at once, or later. What is there at once is not waited for: a walk whose steps are done at once
 * ends in the turn in which it starts, without a promise.
 */
export type Soon<Value> = Value | Promise<Value>

export function isLater<Value>(value: Soon<Value>): value is Promise<Value> {
  // Also a promise of another library or realm.
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}

/** `next` of the value, as soon as it is there. */
export function after<Value, Next>(value: Soon<Value>, next: (value: Value) => Soon<Next>): Soon<Next> {
  return isLater(value) ? value.then(next) : next(value)
}

/** What the work gives, or what `recover` makes of what it threw, now or later. */
export function rescued<Value>(work: () => Soon<Value>, recover: (thrown: unknown) => Soon<Value>): Soon<Value> {
  try {
    const value = work()
    return isLater(value) ? value.catch(recover) : value
  } catch (thrown) {
    return recover(thrown)
  }
}
