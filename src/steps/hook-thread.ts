/**
 * Functions of a hook module, in a thread of their own: what a function does, it cannot do to the batch. Duties: 1. calls
 * and answers, several at once; 2. a call that takes too long, and a thread that is blocked, floods or dies, ends the call
 * whose doing it is; 3. the calls beside it are asked again in a new thread.
 */
import { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock.ts'
import { BatchError, PermanentError, toError, UsageError } from '../base/errors.ts'
import { entryFile } from '../base/own-files.ts'
import type { Answered } from '../events/hook-answer.ts'
import { flooded, hung } from '../system/ask-program.ts'
import type { HookMessage, HookWorkerSetting, ThrownInThread } from './hook-worker.ts'

export interface HookThreadSetting extends HookWorkerSetting {
  readonly clock: Clock
  /** What the module prints. */
  readonly onPrinted: (text: string) => void
}

export interface HookQuestion {
  readonly event: string
  /** JSON. */
  readonly text: string
  readonly timeoutMs: number
  readonly signal?: AbortSignal
}

export interface HookModule {
  /** What its functions hear; `*` for one that hears anything. */
  readonly names: readonly string[]
  readonly hash: string
}

const workerFile = entryFile('steps/hook-worker')
const loadMs = 30_000
/** A thread that does not say within this time that it is awake is blocked. */
const awakeMs = 2_000
const heapMb = 512

interface Call extends HookQuestion {
  readonly id: number
  readonly over: AbortController
  isStarted: boolean
  askedAt: number
  resolve(answered: Answered): void
  reject(error: Error): void
}

export class HookThread {
  readonly #setting: HookThreadSetting
  readonly #calls = new Map<number, Call>()
  #lastId = 0
  #worker: Worker | undefined
  #module: { readonly resolve: (module: HookModule) => void; readonly reject: (error: Error) => void } | undefined
  #onAwake: (() => void)[] = []

  constructor(setting: HookThreadSetting) {
    this.#setting = setting
  }

  /** Loads the module. Throws UsageError when it cannot be loaded, or offers nothing that a hook hears. */
  async open(): Promise<HookModule> {
    const { clock, path } = this.#setting
    const loaded = new AbortController()
    const late = clock.sleep(loadMs, loaded.signal).then(() => {
      throw new UsageError('HOOK_HANGS', 'Expected the module to load within 30 s, got no end of it.', { place: { file: path } })
    })
    const module = new Promise<HookModule>((resolve, reject) => {
      this.#module = { resolve, reject }
      this.#start().ref()
    })
    try {
      return await Promise.race([module, late])
    } catch (thrown) {
      await this.close()
      throw thrown
    } finally {
      late.catch(() => undefined)
      loaded.abort()
      this.#worker?.unref()
    }
  }

  /**
   * Throws PermanentError HOOK_TIMEOUT, HOOK_OUTPUT, HOOK_ENDED; what the function threw, as PermanentError HOOK_THREW unless
   * it was an error of Millrace; the signal's reason.
   */
  async call(question: HookQuestion): Promise<Answered> {
    question.signal?.throwIfAborted()
    this.#lastId += 1
    const id = this.#lastId
    return await new Promise<Answered>((resolve, reject) => {
      const call = { ...question, id, over: new AbortController(), isStarted: false, askedAt: 0, resolve, reject }
      this.#ask(call)
      void this.#watch(call)
      question.signal?.addEventListener('abort', () => this.#end(id)?.reject(toError(question.signal?.reason)), { once: true })
    })
  }

  async close(): Promise<void> {
    const worker = this.#worker
    this.#worker = undefined
    for (const { id } of [...this.#calls.values()]) this.#end(id)?.reject(new PermanentError('HOOK_ENDED', 'it was ended'))
    await worker?.terminate()
  }

  #start(): Worker {
    const { path, longestOutputBytes } = this.#setting
    const worker = new Worker(workerFile, {
      workerData: { path, longestOutputBytes } satisfies HookWorkerSetting,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    })
    worker.on('message', (message: HookMessage) => {
      if (worker === this.#worker) this.#hear(message)
    })
    worker.on('error', (error) => this.#lose(worker, this.#ended(`: ${toError(error).message}`)))
    worker.on('exit', () => this.#lose(worker, this.#ended('')))
    worker.unref()
    this.#worker = worker
    return worker
  }

  #hear(message: HookMessage): void {
    switch (message.kind) {
      case 'ready':
        this.#module?.resolve(message)
        break
      case 'broken':
        this.#module?.reject(asUsageError(message))
        break
      case 'started':
        this.#started(message.id)
        break
      case 'answered':
        this.#end(message.id)?.resolve({ answer: message.answer, sent: message.sent })
        break
      case 'threw':
        this.#end(message.id)?.reject(asError(message.error))
        break
      case 'printed':
        this.#setting.onPrinted(message.text)
        break
      case 'flood':
        this.#lose(this.#worker, flooded(this.#setting.longestOutputBytes))
        break
      default:
        for (const resolve of this.#onAwake.splice(0)) resolve()
    }
  }

  #ask(call: Call): void {
    const worker = this.#worker ?? this.#start()
    this.#calls.set(call.id, Object.assign(call, { isStarted: false, askedAt: this.#setting.clock.now() }))
    worker.ref()
    worker.postMessage({ id: call.id, event: call.event, text: call.text })
  }

  /** Moved to the end: the one that started last is the first suspect. */
  #started(id: number): void {
    const call = this.#calls.get(id)
    if (call === undefined) return
    this.#calls.delete(id)
    this.#calls.set(id, Object.assign(call, { isStarted: true }))
  }

  /** Until it has ended. One that was asked again has its whole time again. */
  async #watch(call: Call): Promise<void> {
    const { clock } = this.#setting
    for (;;) {
      await clock.sleep(call.askedAt + call.timeoutMs - clock.now(), call.over.signal)
      if (call.over.signal.aborted) return
      if (clock.now() < call.askedAt + call.timeoutMs) continue
      const worker = this.#worker
      if (await this.#isAwake()) this.#end(call.id)?.reject(hung(call.timeoutMs))
      else this.#lose(worker, hung(call.timeoutMs))
    }
  }

  async #isAwake(): Promise<boolean> {
    const over = new AbortController()
    const awake = new Promise<true>((resolve) => this.#onAwake.push(() => resolve(true)))
    this.#worker?.postMessage('awake?')
    const late = this.#setting.clock.sleep(awakeMs, over.signal).then(() => false)
    try {
      return await Promise.race([awake, late])
    } finally {
      over.abort()
    }
  }

  /** The thread is gone or has to go: the call that started last is to blame, all others are asked again. */
  #lose(worker: Worker | undefined, error: PermanentError): void {
    if (worker === undefined || worker !== this.#worker) return
    this.#worker = undefined
    void worker.terminate()
    this.#module?.reject(error)
    const calls = [...this.#calls.values()]
    const suspect = calls.findLast(({ isStarted }) => isStarted) ?? calls[0]
    if (suspect !== undefined) this.#end(suspect.id)?.reject(error)
    for (const call of [...this.#calls.values()]) this.#ask(call)
  }

  #ended(why: string): PermanentError {
    return new PermanentError('HOOK_ENDED', `its thread ended before it had answered${why}`)
  }

  #end(id: number): Call | undefined {
    const call = this.#calls.get(id)
    this.#calls.delete(id)
    call?.over.abort()
    if (this.#calls.size === 0) this.#worker?.unref()
    return call
  }
}

function asUsageError({ error, place }: Extract<HookMessage, { kind: 'broken' }>): UsageError {
  const { code, message, fix, stack } = error
  const details = { cause: stack, ...(place === undefined ? {} : { place }), ...(fix === undefined ? {} : { fix }) }
  return new UsageError(code === '' ? 'MODULE_BROKEN' : code, message, details)
}

/** A BatchError stays one: a hook may stop the batch, on purpose. */
function asError({ class: name, code, message, fix, stack }: ThrownInThread): Error {
  const cause = Object.assign(new Error(message), { name, stack })
  const details = { cause, ...(fix === undefined ? {} : { fix }) }
  if (name === 'BatchError') return new BatchError(code, message, details)
  return new PermanentError(name === 'PermanentError' || name === 'RetryableError' ? code : 'HOOK_THREW', message, details)
}
