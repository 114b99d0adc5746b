import { once } from 'node:events'
import type { Worker } from 'node:worker_threads'
import { LedgerError, type MillraceError, toError } from '../base/errors.ts'
import type { Ledger, WindowAsk } from './ledger.ts'
import { decodeError, type Reply, type Request } from './messages.ts'
import type { OpenFile } from './open-core.ts'
import type { AnswerOf, LedgerOp } from './ops.ts'
import { packOp } from './pack.ts'
import type { LedgerQuery, ReplyOf } from './queries.ts'
import type { ReadyItem } from './rows.ts'
import { readyItems } from './window.ts'

type Asked = Request extends infer Kind ? (Kind extends Request ? Omit<Kind, 'id'> : never) : never

/** So many calls are sent at once, without waiting for the end of the turn. */
const fullMessage = 128

/** The caller's side of the ledger's thread. All calls of one turn of the event loop cross in one message, or in a few. */
export class ThreadLedger implements Ledger {
  readonly #worker: Worker
  #released: () => void = () => undefined
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>()
  #outbox: Request[] = []
  #lastId = 0
  #ended: MillraceError | undefined
  #closing: Promise<void> | undefined

  /** The thread may still be starting: that takes a while, which the caller can use. Only `open` makes it a ledger. */
  constructor(worker: Worker) {
    this.#worker = worker
    // Whoever only starts it does not wait for it.
    worker.unref()
    worker.on('message', (text: string) => this.#receive(JSON.parse(text)))
    worker.on('error', (error) =>
      this.#end(new LedgerError('LEDGER_FAILED', `The ledger's thread died: ${toError(error).message}`)),
    )
    worker.on('exit', () => this.#end(new LedgerError('LEDGER_CLOSED', 'The ledger is closed: nothing more can be asked of it.')))
  }

  /** Resolves when the file is open; rejects with the reason why not. `released` is called once, when the thread is gone. */
  async open(file: OpenFile, released: () => void): Promise<void> {
    this.#released = released
    if (this.#ended) throw this.#ended
    const opened = Promise.withResolvers<unknown>()
    this.#waiting.set(0, opened)
    this.#worker.ref()
    this.#worker.postMessage(JSON.stringify(file))
    await opened.promise
  }

  /** Ends a thread that nobody is going to use. */
  async discard(): Promise<void> {
    await this.#worker.terminate()
  }

  async commit<const Ops extends readonly LedgerOp[]>(ops: Ops): Promise<{ [K in keyof Ops]: AnswerOf<Ops[K]> }> {
    const answers = await this.#ask<readonly unknown[]>({ kind: 'commit', ops: ops.map(packOp) })
    // One answer per op, in their order; JSON has turned the undefined ones into null.
    return answers.map((answer) => answer ?? undefined) as unknown as { [K in keyof Ops]: AnswerOf<Ops[K]> }
  }

  async window(ask: WindowAsk): Promise<readonly ReadyItem[]> {
    return readyItems(await this.#ask<string>({ kind: 'window', ask }))
  }

  read<Query extends LedgerQuery>(query: Query): Promise<ReplyOf<Query>> {
    return this.#ask<ReplyOf<Query>>({ kind: 'read', query })
  }

  close(): Promise<void> {
    this.#closing ??= this.#close()
    return this.#closing
  }

  async #close(): Promise<void> {
    if (this.#ended) return
    const exited = once(this.#worker, 'exit')
    await this.#ask<undefined>({ kind: 'close' })
    this.#worker.ref()
    await exited
  }

  #ask<Answer>(asked: Asked): Promise<Answer> {
    if (this.#ended) return Promise.reject(this.#ended)
    if (this.#outbox.length === 0) setImmediate(() => this.#send())
    if (this.#waiting.size === 0) this.#worker.ref()
    const answer = Promise.withResolvers<unknown>()
    this.#lastId += 1
    this.#waiting.set(this.#lastId, answer)
    this.#outbox.push({ ...asked, id: this.#lastId })
    // The thread begins while the caller goes on: both are busy, and neither waits for the other's last.
    if (this.#outbox.length >= fullMessage) this.#send()
    // The thread answers with what the core's method of the same name returns.
    return answer.promise as Promise<Answer>
  }

  #send(): void {
    const outbox = this.#outbox
    if (outbox.length === 0) return
    this.#outbox = []
    this.#worker.postMessage(JSON.stringify(outbox))
  }

  #receive(replies: readonly Reply[]): void {
    for (const reply of replies) {
      const answer = this.#waiting.get(reply.id)
      this.#waiting.delete(reply.id)
      if ('error' in reply) answer?.reject(decodeError(reply.error))
      else answer?.resolve(reply.answer ?? undefined)
    }
    // An idle ledger does not keep the process alive.
    if (this.#waiting.size === 0) this.#worker.unref()
  }

  /** The first cause wins: what comes after it is its consequence. */
  #end(error: MillraceError): void {
    if (this.#ended) return
    this.#ended = error
    for (const answer of this.#waiting.values()) answer.reject(error)
    this.#waiting.clear()
    this.#released()
  }
}
