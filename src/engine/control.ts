/** What a knob does, and the sentence that answers the person who turned it. */
import type { JsonObject } from '../base/json.ts'
import type { StopReason } from './stop-rule.ts'
import { readTune, type Tune, type TuneFacts } from './tune.ts'

export interface Knobs {
  /** Nothing new starts; what runs finishes. */
  readonly drain: (reason: StopReason) => void
  readonly stopNow: (reason: StopReason) => void
  readonly setPaused: (isPaused: boolean) => void
  readonly isPaused: boolean
  /** What can be changed. */
  readonly facts: TuneFacts
  readonly tune: (tune: Tune) => void
  readonly running: number
}

type Turn = (args: JsonObject, knobs: Knobs) => string

const turns: Readonly<Record<string, Turn>> = {
  drain: (args, knobs) => {
    knobs.drain(interrupted(args))
    return `draining: ${knobs.running} running, nothing new starts`
  },
  stop: (args, knobs) => {
    knobs.stopNow(interrupted(args))
    return `stopping ${knobs.running} running now`
  },
  cancel: (_args, knobs) => {
    knobs.stopNow(cancelled)
    return `cancelled: ${knobs.running} running are stopped, everything that waits is cancelled`
  },
  pause: (_args, knobs) => {
    if (knobs.isPaused) return `paused already: ${knobs.running} running finish, nothing new starts`
    knobs.setPaused(true)
    return `paused: ${knobs.running} running finish, nothing new starts`
  },
  resume: (_args, knobs) => {
    if (!knobs.isPaused) return 'running: it was not paused'
    knobs.setPaused(false)
    return 'running again'
  },
  tune: (args, knobs) => {
    const tune = readTune(args, knobs.facts)
    if (typeof tune === 'string') return `refused: ${tune}`
    knobs.tune(tune)
    return tune.text
  },
}

/** Why the batch ends, where this knob ends it. */
export function stopAsked(verb: string, args: JsonObject): StopReason | undefined {
  if (verb === 'cancel') return cancelled
  return verb === 'drain' || verb === 'stop' ? interrupted(args) : undefined
}

export function controlAnswer(verb: string, args: JsonObject, knobs: Knobs): string {
  const turn = Object.hasOwn(turns, verb) ? turns[verb] : undefined
  return turn === undefined ? `refused: expected one of ${Object.keys(turns).join(', ')}, got "${verb}"` : turn(args, knobs)
}

const cancelled: StopReason = { state: 'cancelled', code: 'CANCELLED', message: 'cancelled by a person' }

function interrupted({ signal }: JsonObject): StopReason {
  const cause = typeof signal === 'string' ? `interrupted by ${signal}` : 'interrupted by a person'
  return { state: 'interrupted', code: 'INTERRUPTED', message: cause }
}
