/** What an item says about its place among others: how early it goes, and for whom it waits. */
import { isObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { shown } from './schema-problem.ts'

/** What becomes of an item when one that it waits for has failed. */
export type OnFailure = 'skip' | 'run' | 'fail'

/** The item waits until every item of this id has ended, or every one whose id fits, where it has `*` or `?`. */
export interface Dependency {
  readonly on: string
  readonly onFailure: OnFailure
}

/** Append only: the place of a name is what stands in every ledger file. */
export const onFailureNames = ['skip', 'run', 'fail'] as const satisfies readonly OnFailure[]

/** The code of an item that was skipped or failed because one that it waited for had failed. */
export const dependencyFailed = 'DEPENDENCY_FAILED'

export const highestPriority = 1_000

/** What was expected in place of what a person wrote; `key`: where in it. */
export interface Fault {
  readonly key: readonly (string | number)[]
  readonly message: string
}

export function isPriority(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= highestPriority
}

/** Why this is no priority, or nothing where it is one. */
export function priorityFault(value: unknown): string | undefined {
  return isPriority(value)
    ? undefined
    : `expected a whole number from 0 to ${highestPriority} (the largest goes first), got ${shown(value)}`
}

/** What is wrong with a `depends_on`: one id, one object, or a list of them. */
export function dependencyFaults(value: unknown): readonly Fault[] {
  if (value === null || value === undefined) return []
  if (!Array.isArray(value)) return faultsOf(value, [])
  return value.flatMap((entry, index) => faultsOf(entry, [index]))
}

/** Call only where there are no faults. */
export function dependenciesOf(value: unknown): readonly Dependency[] {
  if (value === null || value === undefined) return []
  return Array.isArray(value) ? value.map(dependencyOf) : [dependencyOf(value)]
}

function dependencyOf(value: unknown): Dependency {
  if (!isObject(value)) return { on: String(value), onFailure: 'skip' }
  const { on, on_failure = 'skip' } = value
  return { on: String(on), onFailure: onFailureNames.find((name) => name === on_failure) ?? 'skip' }
}

function faultsOf(value: unknown, key: Fault['key']): readonly Fault[] {
  if (isId(value)) return []
  if (!isObject(value)) return [{ key, message: `expected the id of an item, or an object with \`on\`, got ${shown(value)}` }]
  const { on, on_failure = 'skip', ...others } = value
  const isKnown = onFailureNames.some((name) => name === on_failure)
  const choice = typeof on_failure === 'string' ? didYouMean(on_failure, onFailureNames) : ''
  return [
    ...(isId(on) ? [] : [{ key: [...key, 'on'], message: `expected the id of an item, got ${shown(on)}` }]),
    ...(isKnown
      ? []
      : [
          {
            key: [...key, 'on_failure'],
            message: hinted(`expected ${onFailureNames.join(', ')}, got ${shown(on_failure)}`, choice),
          },
        ]),
    ...Object.keys(others).map((name) => ({
      key: [...key, name],
      message: hinted(`unknown key "${name}"`, didYouMean(name, ['on', 'on_failure'])),
    })),
  ]
}

/** A message ends without a full stop, so that more can be said behind it; a question ends it. */
function hinted(message: string, hint: string): string {
  return hint === '' ? message : `${message}.${hint}`
}

function isId(value: unknown): boolean {
  return (typeof value === 'string' && value !== '') || typeof value === 'number'
}
