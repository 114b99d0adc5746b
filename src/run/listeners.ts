/**
 * The hooks of a batch that are told what happens. Nothing that they do reaches the batch: each has a queue of its own, and
 * what goes wrong is a warning, once per kind. Duties: 1. tell; 2. warn; 3. at the end wait for them, but not for ever.
 */
import type { Clock } from '../base/clock.ts'
import { errorCode } from '../base/errors.ts'
import type { EventBus } from '../events/bus.ts'
import { eventText } from '../events/event-text.ts'
import { ListenerQueue, type Told } from '../events/listener-queue.ts'
import type { BatchEvents, EventName } from '../events/names.ts'
import type { OpenHook, OpenHooks } from '../setup/open-hooks.ts'
import { Webhook } from '../system/webhook.ts'
import { ProgressLines } from './progress-lines.ts'
import type { Teller } from './tell.ts'
import { hookTeller } from './tell-hook.ts'

export interface ListenersSetting {
  readonly bus: EventBus
  readonly tell: Pick<Teller, 'warn' | 'say'>
  readonly clock: Clock
}

/** How long the end of a batch waits for listeners. */
const longestWaitMs = 10_000

interface Listener {
  readonly name: string
  readonly queue: ListenerQueue
}

export class Listeners {
  readonly #setting: ListenersSetting
  readonly #listeners: readonly Listener[]
  /** What has been warned of. */
  readonly #warned = new Set<string>()

  constructor({ hooks, voice }: Pick<OpenHooks, 'hooks' | 'voice'>, setting: ListenersSetting) {
    this.#setting = setting
    voice.listen((source, text) => setting.tell.say(source, text))
    this.#listeners = hooks.filter(({ events }) => events.size > 0).map((hook) => this.#listener(hook))
  }

  /** Resolves when every listener has been told everything, or after 10 s. What was not told is said. */
  async over(): Promise<void> {
    const waited = new AbortController()
    const all = Promise.all(this.#listeners.map(({ queue }) => queue.idle()))
    await Promise.race([all, this.#setting.clock.sleep(longestWaitMs, waited.signal)])
    waited.abort()
    for (const { queue } of this.#listeners) queue.stop()
    // What was being told counts once it has been given up.
    await all
    for (const listener of this.#listeners) this.#sayUntold(listener)
  }

  #listener(hook: OpenHook): Listener {
    const { name, events } = hook
    const deliver = this.#deliverer(hook)
    const queue = new ListenerQueue({ deliver, onProblem: (problem) => this.#warn(name, problem) })
    // Copied at once: what happens to the object afterwards is no part of the event.
    const hear = (event: EventName, data: BatchEvents[EventName]) => {
      if (events.has(event)) queue.tell({ name: event, text: eventText(data) })
    }
    this.#setting.bus.onAny(hear)
    return { name, queue }
  }

  #deliverer({ name, reach }: OpenHook): (told: Told, signal: AbortSignal) => Promise<void> {
    switch (reach.kind) {
      case 'asked':
        return hookTeller(reach.ask, (problem) => this.#warn(name, problem))
      case 'webhook': {
        const onRetry = (error: Error) => this.#warn(name, error, 'its events wait')
        const webhook = new Webhook({ ...reach, secret: reach.secret, clock: this.#setting.clock, random: Math.random, onRetry })
        return (told, signal) => webhook.send(told.name, told.text, signal)
      }
      default:
        return this.#progressLines(name)
    }
  }

  #progressLines(name: string) {
    const lines = new ProgressLines()
    const { tell, clock } = this.#setting
    return async ({ text }: Told) => {
      const line = lines.line(JSON.parse(text) as BatchEvents['batch:progress'], clock.now()) // made of one
      if (line !== undefined) tell.say(name, line)
    }
  }

  #warn(name: string, problem: Error, then = 'the batch goes on'): void {
    const code = errorCode(problem) ?? 'LISTENER_FAILED'
    const kind = `${name}\n${code}`
    if (this.#warned.has(kind)) return
    this.#warned.add(kind)
    this.#setting.tell.warn(code, `${name}: ${problem.message}; ${then}`)
  }

  #sayUntold({ name, queue }: Listener): void {
    if (queue.untold === 0) return
    const events = queue.untold === 1 ? '1 event was' : `${queue.untold} events were`
    this.#setting.tell.warn('LISTENER_UNTOLD', `${name}: ${events} not told; \`millrace events\` has what happened`)
  }
}
