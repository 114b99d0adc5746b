/** What a hook answered, read and checked. Deciding only: whoever asks does what follows. */
import { PermanentError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'

/** What was sent, and what came back. */
export interface Answered {
  /** As JSON; undefined: nothing. */
  readonly answer: Json | undefined
  /** What was sent, as a function has left it. */
  readonly sent: JsonObject
}

export type HookDecision =
  | { readonly action: 'continue'; readonly data: JsonObject }
  | { readonly action: 'skip'; readonly reason: string | undefined }

const expected = 'Expected the hook to answer nothing, or { action: "continue" | "skip", reason?, data? }'
const keys = ['action', 'reason', 'data']
const actions = ['continue', 'skip']

/** Throws PermanentError HOOK_ANSWER for everything else. */
export function readDecision({ answer, sent }: Answered): HookDecision {
  if (answer === undefined || answer === null) return { action: 'continue', data: sent }
  if (!isObject(answer)) throw nonsense(`got ${kindOf(answer)}`)
  const { action = 'continue', reason, data = sent } = answer as JsonObject // a part of JSON
  const stray = Object.keys(answer).find((key) => !keys.includes(key))
  if (stray !== undefined) throw nonsense(`got the field "${stray}".${didYouMean(stray, keys)}`)
  if (typeof action !== 'string' || !actions.includes(action)) {
    throw nonsense(`got the action ${JSON.stringify(action)}.${didYouMean(String(action), actions)}`)
  }
  if (reason !== undefined && reason !== null && typeof reason !== 'string') throw nonsense(`got ${kindOf(reason)} as the reason`)
  if (action === 'skip') return { action, reason: reason ?? undefined }
  if (!isObject(data)) throw nonsense(`got ${kindOf(data)} as the data`)
  return { action: 'continue', data: data as JsonObject } // a part of JSON
}

/** What a hook that is only told may answer: nothing. Returns what is wrong with it. */
export function listenerProblem(answer: Json | undefined): string | undefined {
  if (answer === undefined || answer === null) return undefined
  const isFine =
    isObject(answer) && Object.keys(answer).every((key) => keys.includes(key)) && (answer['action'] ?? 'continue') === 'continue'
  if (isFine) return undefined
  if (isObject(answer) && answer['action'] === 'skip') {
    return 'it answered "skip", which only hooks of batch:item:before and batch:item:after can: the item has its course'
  }
  return `it answered ${kindOf(answer)}; a listener is expected to answer nothing`
}

export interface ChangedItem {
  readonly data: Json
  readonly metadata: JsonObject
}

/** The item as a `before` hook wants it. What the answer leaves out stays as it was. */
export function changedItem(data: JsonObject, before: ChangedItem & { readonly id: string }): ChangedItem {
  const { item = {} } = data
  if (!isObject(item)) throw nonsense(`got ${kindOf(item)} as data.item`)
  const { id = before.id, data: inner = before.data, metadata = before.metadata } = item as JsonObject // a part of JSON
  if (id !== before.id) {
    throw new PermanentError(
      'HOOK_ID',
      `Expected the hook to leave item.id as it is ("${before.id}"), got ${JSON.stringify(id)}`,
      {
        fix: 'Put what you want to add into item.data or item.metadata.',
      },
    )
  }
  if (!isObject(metadata)) throw nonsense(`got ${kindOf(metadata)} as data.item.metadata`)
  return { data: inner, metadata: metadata as JsonObject } // a part of JSON
}

/** The result as an `after` hook wants it. */
export function changedResult(data: JsonObject, before: Json): Json {
  const { output = {} } = data
  if (!isObject(output)) throw nonsense(`got ${kindOf(output)} as data.output`)
  return (output as JsonObject)['result'] ?? ('result' in output ? null : before) // a part of JSON
}

function nonsense(got: string): PermanentError {
  return new PermanentError('HOOK_ANSWER', `${expected}, ${got}`, { fix: 'docs/hooks.md has an example of each kind of hook.' })
}

function kindOf(value: Json): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  const text = JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
