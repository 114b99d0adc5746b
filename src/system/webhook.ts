/** One webhook: signs messages, and sends each until it is accepted. */
import { createHmac, randomUUID } from 'node:crypto'
import type { Clock } from '../base/clock.ts'
import { RetryableError } from '../base/errors.ts'
import { httpPost } from './http-post.ts'

export interface WebhookSetting {
  readonly url: string
  readonly secret: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly timeoutMs: number
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** A try came to nothing, and another follows. */
  readonly onRetry: (error: RetryableError) => void
}

const firstWaitMs = 500
const longestWaitMs = 30_000

export class Webhook {
  readonly #setting: WebhookSetting

  constructor(setting: WebhookSetting) {
    this.#setting = setting
  }

  /**
   * Resolves when it was accepted. What may pass is tried again, with waits that double, until the signal aborts;
   * throws PermanentError for what will not. `data` is JSON text. Every try carries the same id.
   */
  async send(event: string, data: string, signal: AbortSignal): Promise<void> {
    const id = randomUUID()
    const head = JSON.stringify({ id, event, sent_at: new Date(this.#setting.clock.wall()).toISOString() })
    const named = { 'x-millrace-event': event, 'x-millrace-delivery': id }
    await this.#deliver({ body: `${head.slice(0, -1)},"data":${data}}`, headers: named }, signal)
  }

  /** The same for a body of the receiver's own form. */
  async sendBody(body: string, signal: AbortSignal): Promise<void> {
    await this.#deliver({ body, headers: {} }, signal)
  }

  async #deliver(message: Message, signal: AbortSignal): Promise<void> {
    const { clock, random, onRetry } = this.#setting
    for (let tries = 1; ; tries++) {
      const refused = await this.#post(message, signal)
      if (refused === undefined) return
      onRetry(refused)
      await clock.sleep(refused.retryAfterMs ?? waitMs(tries, random()), signal)
      if (signal.aborted) throw refused
    }
  }

  async #post({ body, headers: named }: Message, signal: AbortSignal): Promise<RetryableError | undefined> {
    const { url, secret, headers, timeoutMs } = this.#setting
    const signature = secret === undefined ? {} : { 'x-millrace-signature': signatureOf(body, secret) }
    const own = { 'content-type': 'application/json', ...named, ...signature }
    try {
      await httpPost({ url, body, headers: { 'user-agent': 'millrace', ...headers, ...own }, timeoutMs, signal })
      return undefined
    } catch (thrown) {
      if (thrown instanceof RetryableError) return thrown
      throw thrown
    }
  }
}

interface Message {
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
}

/** `sha256=` and the HMAC-SHA256 of the body as hexadecimal digits. */
export function signatureOf(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** Between half of it and all of 0.5 s, 1 s, 2 s … 30 s. */
function waitMs(tries: number, chance: number): number {
  return Math.min(firstWaitMs * 2 ** (tries - 1), longestWaitMs) * (0.5 + chance / 2)
}
