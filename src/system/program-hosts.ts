/** The few processes that start programs, made when they are first needed and gone with this process. */
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { systemClock } from '../base/clock.ts'
import { sharedCompiled } from '../base/compile-cache.ts'
import { RetryableError } from '../base/errors.ts'
import { entryFile } from '../base/own-files.ts'
import type { ChildRequest } from './child-program.ts'
import { endTree } from './process-tree.ts'
import type { HostAnswer, HostOrder } from './program-host.ts'

const hostFile = fileURLToPath(entryFile('system/program-host'))
/** Keep it small: what it copies with every start is its own memory. None of them may cost Node its compiled code. */
export const hostFlags = ['--single-threaded-gc', '--max-semi-space-size=1', '--disable-warning=ExperimentalWarning']

interface Call {
  readonly request: ChildRequest
  resolve(answer: HostAnswer): void
  reject(error: Error): void
}

class ProgramHost {
  readonly #process: ChildProcess
  readonly #calls = new Map<number, Call>()
  readonly #onEnd: () => void
  #lastId = 0

  constructor(onEnd: () => void) {
    this.#onEnd = onEnd
    this.#process = fork(hostFile, {
      execArgv: hostFlags,
      env: { ...sharedCompiled() },
      // Its own session: Ctrl-C is for the batch. Its own folder: that of the batch may go away.
      detached: true,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      serialization: 'advanced',
    })
    this.#process.on('message', (answer: HostAnswer) => this.#settle(answer))
    this.#process.on('exit', () => this.#lose())
    this.#process.on('error', () => this.#lose())
    this.#hold(false)
  }

  get running(): number {
    return this.#calls.size
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  async run(request: ChildRequest, signal: AbortSignal | undefined): Promise<HostAnswer> {
    this.#lastId += 1
    const id = this.#lastId
    const stop = () => this.#send({ verb: 'stop', id })
    signal?.addEventListener('abort', stop, { once: true })
    try {
      return await this.#ask(id, request)
    } finally {
      signal?.removeEventListener('abort', stop)
    }
  }

  #ask(id: number, request: ChildRequest): Promise<HostAnswer> {
    return new Promise((resolve, reject) => {
      this.#calls.set(id, { request, resolve, reject })
      this.#hold(true)
      this.#send({ verb: 'run', id, request })
    })
  }

  #send(order: HostOrder): void {
    // A host that has died is told by its `exit`.
    if (this.#process.connected) this.#process.send(order, () => undefined)
  }

  #settle(answer: HostAnswer): void {
    const call = this.#calls.get(answer.id)
    this.#calls.delete(answer.id)
    if (this.#calls.size === 0) this.#hold(false)
    call?.resolve(answer)
  }

  /** Somebody killed the host: what it had started is ended before the attempts are repeated. */
  async #lose(): Promise<void> {
    this.#onEnd()
    const lost = [...this.#calls.values()]
    this.#calls.clear()
    for (const { request, reject } of lost) {
      await endTree({ mark: `MILLRACE_CALL=${request.env['MILLRACE_CALL']}` }, systemClock)
      reject(new RetryableError('PROGRAM_HOST_LOST', `The process that ran ${request.command} was killed from outside`))
    }
  }

  /** Only a running program keeps Millrace alive. */
  #hold(isBusy: boolean): void {
    const verb = isBusy ? 'ref' : 'unref'
    this.#process[verb]()
    this.#process.channel?.[verb]()
  }
}

/** As many as can be started from at once: each starts one program at a time. */
export class ProgramHosts {
  readonly #limit: number
  #hosts: readonly ProgramHost[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  get pids(): readonly number[] {
    return this.#hosts.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  }

  /** Makes the first host, so that it has started when the first program comes. */
  ready(): void {
    this.#idlest()
  }

  run(request: ChildRequest, signal: AbortSignal | undefined): Promise<HostAnswer> {
    return this.#idlest().run(request, signal)
  }

  #idlest(): ProgramHost {
    const [idlest] = this.#hosts.toSorted((a, b) => a.running - b.running)
    if (idlest !== undefined && (idlest.running === 0 || this.#hosts.length >= this.#limit)) return idlest
    const host = new ProgramHost(() => {
      this.#hosts = this.#hosts.filter((other) => other !== host)
    })
    this.#hosts = [...this.#hosts, host]
    return host
  }
}
