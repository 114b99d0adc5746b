/** Which kind of step an entry of `steps` is, and which of its keys belong to that kind. */
import type { JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { laterStepKeys, laterTools, notSupported } from './later-keys.ts'
import { stepShape } from './schema-file.ts'

export type StepKind =
  | { readonly kind: string; readonly options: JsonObject; readonly shortName: string }
  /** Why it is no step, and the key to point at. */
  | { readonly problem: string; readonly key: string | undefined }

/** `tool-filesystem` is another spelling of `filesystem`. */
export function toolKind(tool: string): string {
  return `tool:${tool.replace(/^tool[-:]/, '')}`
}

/** @param kinds every known kind: `tool:filesystem`, `transform` … */
export function stepKind(step: JsonObject, kinds: ReadonlySet<string>): StepKind {
  const later = Object.keys(step).find((key) => laterStepKeys.has(key) && !kinds.has(key) && !isToolKey(step, key, kinds))
  if (later !== undefined) return { problem: notSupported(`The key "${later}" of a step`), key: later }
  if (typeof step['tool'] === 'string') return toolStep(step, step['tool'], kinds)
  return namedStep(step, kinds)
}

/** The step's keys without those every step has; `params` lie over them. */
export function ownOptions(step: JsonObject): JsonObject {
  const own = Object.entries(step).filter(([key]) => !Object.hasOwn(stepShape, key))
  const params = step['params']
  return { ...Object.fromEntries(own), ...(typeof params === 'object' && params !== null ? (params as JsonObject) : {}) } // checked before
}

function toolStep(step: JsonObject, tool: string, kinds: ReadonlySet<string>): StepKind {
  const kind = toolKind(tool)
  const shortName = kind.slice('tool:'.length)
  if (kinds.has(kind)) return { kind, options: ownOptions(step), shortName }
  if (laterTools.has(shortName.split(':')[0] ?? '')) return { problem: notSupported(`The tool "${tool}"`), key: 'tool' }
  const known = toolNames(kinds)
  return { problem: `Unknown tool "${tool}".${didYouMean(shortName, known)} Tools are ${known.join(', ')}.`, key: 'tool' }
}

/** `transform: ./clean.ts`, or `command: […]` for a tool whose main key has its own name. */
function namedStep(step: JsonObject, kinds: ReadonlySet<string>): StepKind {
  const named = Object.keys(step).filter((key) => !Object.hasOwn(stepShape, key) && (kinds.has(key) || kinds.has(`tool:${key}`)))
  const [name, second] = named
  if (second !== undefined) return { problem: `Expected one thing to do per step, got "${name}" and "${second}".`, key: second }
  if (name !== undefined) return { kind: kinds.has(name) ? name : `tool:${name}`, options: ownOptions(step), shortName: name }
  const [stray] = Object.keys(ownOptions(step))
  if (stray === undefined && typeof step['when'] === 'string') return { kind: 'keep', options: {}, shortName: 'keep' }
  return noKind(stray, kinds)
}

function noKind(stray: string | undefined, kinds: ReadonlySet<string>): StepKind {
  const plain = [...kinds].filter((kind) => !kind.startsWith('tool:') && kind !== 'keep')
  const known = ['tool', ...plain, 'when']
  const expected = `Expected a step with one of ${known.join(', ')}`
  if (stray === undefined) return { problem: `${expected}, got none of them.`, key: undefined }
  return { problem: `${expected}, got "${stray}".${didYouMean(stray, [...known, ...Object.keys(stepShape)])}`, key: stray }
}

/** A key that a tool of this very step has for itself. */
function isToolKey(step: JsonObject, key: string, kinds: ReadonlySet<string>): boolean {
  const kind = typeof step['tool'] === 'string' ? toolKind(step['tool']) : ''
  return kinds.has(kind) && key !== 'depends_on' && key !== 'prompt' && key !== 'agent'
}

function toolNames(kinds: ReadonlySet<string>): readonly string[] {
  return [...kinds].filter((kind) => kind.startsWith('tool:')).map((kind) => kind.slice('tool:'.length))
}
