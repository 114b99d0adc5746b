/** Worker threads for transforms: one call at a time each, kept for the next call, ended when a call is given up. */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { BatchError, PermanentError, RetryableError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { entryFile } from '../base/own-files.ts'
import type { WorkerAnswer, WorkerCall, WorkerSetting } from './transform-worker.ts'

const workerFile = entryFile('steps/transform-worker')
const errorClasses = { RetryableError, PermanentError, BatchError } as const

/** Threads of one module. How many there are follows from how many calls run at once. */
export class TransformPool {
  readonly #setting: WorkerSetting
  #idle: Worker[] = []

  constructor(setting: WorkerSetting) {
    this.#setting = setting
  }

  /** Rejects with the signal's reason when it aborts: the thread is ended, whatever it was doing. */
  async run(call: WorkerCall, signal: AbortSignal): Promise<Json> {
    signal.throwIfAborted()
    const worker = this.#idle.pop() ?? this.#start()
    worker.ref()
    const abort = () => worker.terminate()
    signal.addEventListener('abort', abort, { once: true })
    try {
      const answer = await this.#ask(worker, call)
      worker.unref()
      this.#idle.push(worker)
      return settled(answer)
    } catch (thrown) {
      signal.throwIfAborted()
      throw thrown
    } finally {
      signal.removeEventListener('abort', abort)
    }
  }

  /** Ends idle threads; those that work end with their calls. */
  async close(): Promise<void> {
    const idle = this.#idle
    this.#idle = []
    await Promise.all(idle.map((worker) => worker.terminate()))
  }

  #start(): Worker {
    const worker = new Worker(workerFile, { workerData: this.#setting })
    // A thread that ends, or breaks while nobody asks, is not asked again.
    worker.on('error', () => undefined)
    worker.once('exit', () => {
      this.#idle = this.#idle.filter((other) => other !== worker)
    })
    return worker
  }

  async #ask(worker: Worker, call: WorkerCall): Promise<WorkerAnswer> {
    const over = new AbortController()
    const answered = once(worker, 'message', { signal: over.signal })
    const ended = once(worker, 'exit', { signal: over.signal }).then(() => {
      throw new RetryableError('TRANSFORM_ENDED', 'The thread of the transform ended before it had answered')
    })
    try {
      worker.postMessage(call)
      const [answer] = await Promise.race([answered, ended])
      return answer as WorkerAnswer // from our own worker file
    } finally {
      answered.catch(() => undefined)
      ended.catch(() => undefined)
      over.abort()
    }
  }
}

function settled(answer: WorkerAnswer): Json {
  if ('value' in answer) return answer.value
  const { class: name, code, message, stack } = answer.thrown
  const cause = Object.assign(new Error(message), { stack, name })
  if (name in errorClasses) throw new errorClasses[name as keyof typeof errorClasses](code, message, { cause }) // just looked up
  throw cause
}
