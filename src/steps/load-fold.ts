/** `fold: ./fold.ts`: the user's own fold, with everything about it checked that can be before the first item. */
import { PermanentError, type Place, UsageError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { jsonValue } from './json-value.ts'
import { loadExports } from './load-module.ts'

export interface LoadedFold {
  initial(): unknown
  add(accumulator: unknown, output: unknown): unknown
  finish(accumulator: unknown): Json | Promise<Json>
  /** Of the module and its relative imports. */
  readonly hash: string
}

/** Throws UsageError when the module cannot be loaded or is no fold. */
export async function loadFold(path: string): Promise<LoadedFold> {
  const { exports, hash } = await loadExports(path)
  const { default: add, initial, finish } = exports
  const place: Place = { file: path }
  if (typeof add !== 'function') throw notAFold('a function as its default export', add, place)
  if (initial === undefined)
    throw notAFold('an export `initial`: the value to begin with, or a function that makes it', initial, place)
  if (finish !== undefined && typeof finish !== 'function') throw notAFold('`finish` to be a function', finish, place)
  return {
    hash,
    // A value of its own each time: a fold may change what it is given.
    initial: () => (typeof initial === 'function' ? initial() : structuredClone(initial)),
    add: (accumulator, output) => {
      const next: unknown = add(accumulator, output)
      return next instanceof Promise ? next.then((value: unknown) => defined(value, path)) : defined(next, path)
    },
    finish: async (accumulator) => jsonValue(finish === undefined ? accumulator : await finish(accumulator)),
  }
}

/** A forgotten `return` is found at the first output, not at the end. */
function defined(accumulator: unknown, path: string): unknown {
  if (accumulator !== undefined) return accumulator
  throw new PermanentError('FOLD_RETURNED_NOTHING', `The fold ${path} returned nothing: expected the accumulator.`, {
    fix: 'Write: export default (accumulator, output) => accumulator',
  })
}

function notAFold(expected: string, got: unknown, place: Place): UsageError {
  return new UsageError('MODULE_NO_FOLD', `Expected ${expected}, got ${got === undefined ? 'none' : typeof got}.`, {
    place,
    fix: 'Write: export const initial = 0; export default (accumulator, output) => accumulator + 1',
  })
}
