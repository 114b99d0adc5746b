/** What a knob does, and the sentence that answers the person who turned it. */
import type { JsonObject } from '../base/json.ts'
import type { StopReason } from './stop-rule.ts'

export interface Knobs {
  /** Nothing new starts; what runs finishes. */
  readonly drain: (reason: StopReason) => void
  readonly stopNow: (reason: StopReason) => void
  readonly setPaused: (isPaused: boolean) => void
  readonly setWorkers: (workers: number) => void
  readonly running: number
}

const mostWorkers = 10_000

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
    knobs.setPaused(true)
    return `paused: ${knobs.running} running finish, nothing new starts`
  },
  resume: (_args, knobs) => {
    knobs.setPaused(false)
    return 'running again'
  },
  tune: ({ workers }, knobs) => {
    if (!isWorkers(workers))
      return `refused: expected workers to be a whole number from 1 to ${mostWorkers}, got ${JSON.stringify(workers ?? null)}`
    knobs.setWorkers(workers)
    return `workers: ${workers}`
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

function isWorkers(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= mostWorkers
}

function interrupted({ signal }: JsonObject): StopReason {
  const cause = typeof signal === 'string' ? `interrupted by ${signal}` : 'interrupted by a person'
  return { state: 'interrupted', code: 'INTERRUPTED', message: cause }
}
