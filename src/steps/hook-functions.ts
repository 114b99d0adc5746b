/** The functions that a hook module offers, by what they are asked or told. */
import { UsageError } from '../base/errors.ts'
import { isObject } from '../base/json.ts'
import { didYouMean, suggest } from '../base/suggest.ts'
import { heardEvents, isHeardEvent, isQuestion } from '../events/event-choice.ts'
import { hookQuestions } from '../pipeline/hook-definition.ts'
import type { ModuleExports } from './load-module.ts'

/** `(event, data) => answer`, or a promise of one. */
export type HookFunction = (event: string, data: unknown) => unknown

/** Hears whatever the pipeline file names: a default export that is one function. */
export const anyEvent = '*'

const shortNames: Readonly<Record<string, string>> = { before: 'batch:item:before', after: 'batch:item:after' }
const known = [...Object.keys(shortNames), ...hookQuestions, ...heardEvents]

/** Exports by name, and the fields of a default export. Throws UsageError when none of them is called what a hook hears. */
export function hookFunctions(exports: ModuleExports, file: string): ReadonlyMap<string, HookFunction> {
  const { default: main, ...named } = exports
  const offered = { ...named, ...(typeof main === 'function' ? { [anyEvent]: main } : {}), ...(isObject(main) ? main : {}) }
  // What is neither called like an event nor nearly so is the module's own business.
  const functions = Object.entries(offered).flatMap(([name, value]) => {
    const event = shortNames[name] ?? name
    if (typeof value !== 'function') return []
    if (isQuestion(event) || isHeardEvent(event) || event === anyEvent) return [[event, value as HookFunction] as const] // answers are checked
    if (name.startsWith('batch:') || suggest(name, Object.keys(shortNames)) !== undefined) throw misspelt(name, file)
    return []
  })
  if (functions.length === 0) throw nothingOffered(Object.keys(offered), file)
  return new Map(functions)
}

function misspelt(name: string, file: string): UsageError {
  return new UsageError('HOOK_UNKNOWN', `Nothing that a hook hears is called "${name}".${didYouMean(name, known)}`, {
    place: { file },
  })
}

function nothingOffered(names: readonly string[], file: string): UsageError {
  const got = names.length === 0 ? 'nothing' : names.slice(0, 8).join(', ')
  return new UsageError('HOOK_NO_FUNCTION', `Expected a hook module to export functions called what they hear, got ${got}.`, {
    place: { file },
    fix: "Write: export function before(event, data) { … }, or export default { 'batch:end': (event, data) => { … } }.",
  })
}
