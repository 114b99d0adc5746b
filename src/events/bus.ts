import { toError } from '../base/errors.ts'
import type { BatchEvents, EventName } from './names.ts'

/** Hears one kind of event. What it throws becomes a warning and ends nothing. */
export type Listener<Name extends EventName> = (event: BatchEvents[Name]) => void

type AnyListener = (name: EventName, event: BatchEvents[EventName]) => void

/**
 * Tells listeners what has become true. A listener cannot break a batch: what it throws goes to `onListenerError`,
 * once per listener, and the listener stays subscribed.
 */
export class EventBus {
  readonly #listeners = new Set<AnyListener>()
  readonly #reported = new WeakSet<AnyListener>()
  readonly #onListenerError: (error: Error) => void

  constructor(onListenerError: (error: Error) => void) {
    this.#onListenerError = onListenerError
  }

  /** Calls `listener` for one kind of event; the returned function ends it. */
  on<Name extends EventName>(name: Name, listener: Listener<Name>): () => void {
    return this.onAny((told, event) => {
      // `emit` pairs every name with its event; the compiler cannot follow a pair through two parameters.
      if (told === name) listener(event as BatchEvents[Name])
    })
  }

  /** Calls `listener` for every event, in the order they became true. */
  onAny(listener: AnyListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  emit<Name extends EventName>(name: Name, event: BatchEvents[Name]): void {
    for (const listener of this.#listeners) this.#tell(listener, name, event)
  }

  /** False while nobody listens: lets the engine skip building events that nobody sees. */
  get hasListeners(): boolean {
    return this.#listeners.size > 0
  }

  #tell(listener: AnyListener, name: EventName, event: BatchEvents[EventName]): void {
    try {
      listener(name, event)
    } catch (thrown) {
      if (this.#reported.has(listener)) return
      this.#reported.add(listener)
      this.#onListenerError(toError(thrown))
    }
  }
}
