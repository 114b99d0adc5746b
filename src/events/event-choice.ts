/** Which events a listener named: by name, or by a pattern such as `batch:item:*`. */
import { didYouMean } from '../base/suggest.ts'
import { type HookQuestion, hookQuestions } from '../pipeline/hook-definition.ts'
import type { EventName } from './names.ts'

/** Whether an event is about the batch as a whole: what listeners outside this process hear unless they say more. */
const aboutBatch: Readonly<Record<Exclude<EventName, 'batch:log'>, boolean>> = {
  'batch:start': true,
  'batch:item:start': false,
  'batch:item:end': false,
  'batch:retry': false,
  'batch:throttled': true,
  'batch:breaker': true,
  'batch:progress': true,
  'batch:after': true,
  'batch:control': true,
  'batch:warning': true,
  'batch:end': true,
}

/** Every event that a hook may hear. What hooks print themselves is none: they would answer themselves for ever. */
export const heardEvents = Object.keys(aboutBatch) as readonly EventName[] // its keys are names

export const batchEvents = heardEvents.filter((name) => isAboutBatch(name))

function isAboutBatch(name: EventName): boolean {
  const about: Readonly<Record<string, boolean>> = aboutBatch
  return about[name] === true
}

export interface EventChoice {
  readonly questions: ReadonlySet<HookQuestion>
  readonly events: ReadonlySet<EventName>
}

/** What the names and patterns stand for; a text that says what is wrong with them. A question is only meant by its full name. */
export function chooseEvents(names: readonly string[]): EventChoice | string {
  const wrong = names.find((name) => !isQuestion(name) && matching(name).length === 0)
  if (wrong !== undefined)
    return `expected the name of an event, got "${wrong}".${didYouMean(wrong, [...heardEvents, ...hookQuestions])}`
  return { questions: new Set(names.filter(isQuestion)), events: new Set(names.flatMap(matching)) }
}

export function isQuestion(name: string): name is HookQuestion {
  return hookQuestions.some((one) => one === name)
}

export function isHeardEvent(name: string): name is EventName {
  return heardEvents.some((one) => one === name)
}

function matching(name: string): readonly EventName[] {
  if (!name.endsWith('*')) return heardEvents.filter((event) => event === name)
  return heardEvents.filter((event) => event.startsWith(name.slice(0, -1)))
}
