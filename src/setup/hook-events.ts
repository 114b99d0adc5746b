/** What a hook is asked and told: what the pipeline file names, as far as the hook can hear it. */
import { UsageError } from '../base/errors.ts'
import { didYouMean } from '../base/suggest.ts'
import { batchEvents, chooseEvents, type EventChoice, isHeardEvent, isQuestion } from '../events/event-choice.ts'
import type { HookDefinition } from '../pipeline/hook-definition.ts'
import { anyEvent } from '../steps/hook-functions.ts'

type Asking = Pick<HookDefinition, 'events' | 'place'>

/** A program hears what is named, a webhook too, but nobody waits for what a webhook answers. */
export function eventsOf({ events = batchEvents, place }: Asking, target: 'program' | 'webhook'): EventChoice {
  const choice = choiceOf(events, place)
  const [question] = choice.questions
  if (target !== 'webhook' || question === undefined) return choice
  throw new UsageError('HOOK_EVENT', `Expected events that a webhook can be told, got "${question}": a webhook is not asked.`, {
    place,
    fix: 'Ask a module or a program.',
  })
}

/** A module hears what its functions are called, or those of them that are named. */
export function moduleEvents({ events, place }: Asking, offered: readonly string[]): EventChoice {
  if (events === undefined) return ownEvents(offered)
  const choice = choiceOf(events, place)
  const hears = (name: string) => offered.includes(name) || offered.includes(anyEvent)
  const deaf = events.find((name) => !name.endsWith('*') && !hears(name))
  if (deaf !== undefined) {
    const hint = didYouMean(deaf, offered)
    throw new UsageError(
      'HOOK_EVENT',
      `Expected the module to have a function for "${deaf}", got ${offered.join(', ')}.${hint}`,
      { place },
    )
  }
  return { questions: choice.questions, events: new Set([...choice.events].filter(hears)) }
}

/** One function for everything is told what is about the batch as a whole. */
function ownEvents(offered: readonly string[]): EventChoice {
  const others = offered.includes(anyEvent) ? batchEvents : []
  return { questions: new Set(offered.filter(isQuestion)), events: new Set([...offered.filter(isHeardEvent), ...others]) }
}

function choiceOf(events: readonly string[], place: Asking['place']): EventChoice {
  const choice = chooseEvents(events)
  if (typeof choice !== 'string') return choice
  throw new UsageError('HOOK_EVENT', `\`events\`: ${choice}`, { place })
}
