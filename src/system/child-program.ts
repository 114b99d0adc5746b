/**
 * Runs one program to its end: an argument list, never a shell; its own process group; its output read as fast as it
 * comes, whatever the size; ended with everything it started on a timeout or a stop.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Clock } from '../base/clock.ts'
import { Captured } from './captured.ts'
import { endTree, hasGroup } from './process-tree.ts'

export interface ChildRequest {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** All of its environment, `MILLRACE_CALL` included: the mark by which its descendants are found. */
  readonly env: Readonly<Record<string, string>>
  /** What it reads from standard input; absent: nothing. */
  readonly input?: string
  readonly timeoutMs?: number
  /** How much of each output stream is kept, half of it from its end. */
  readonly captureBytes: number
  /** Ends it once it has written more than this, both streams together. @default it may write as much as it likes */
  readonly mostOutputBytes?: number
}

export interface ProgramEnd {
  /** Absent when a signal ended it. */
  readonly exitCode: number | undefined
  readonly signal: string | undefined
  /** UTF-8; a cut in the middle says how many bytes are missing. */
  readonly stdout: string
  readonly stderr: string
  /** What it wrote in all. */
  readonly stdoutBytes: number
  readonly stderrBytes: number
  readonly timedOut: boolean
  readonly ms: number
}

/** How long its output may stay open after its end, in the hands of a daemon that it left behind. */
const drainMs = 1_000

const collectEveryBytes = 8 * 1024 * 1024

/** Rejects with the system's error when it cannot be started. */
export async function runChild(request: ChildRequest, stop: AbortSignal, clock: Clock): Promise<ProgramEnd> {
  const startedAt = clock.now()
  const child = start(request)
  const flood = new Flood(request.mostOutputBytes)
  const out = capture(child.stdout, request.captureBytes, flood)
  const err = capture(child.stderr, request.captureBytes, flood)
  const exited = once(child, 'exit')
  const closed = once(child, 'close')
  // It counts as handled here; `exited` is what rejects.
  closed.catch(() => undefined)
  feed(child, request.input)
  const timedOut = await untilExit({
    child,
    request,
    stop: request.mostOutputBytes === undefined ? stop : AbortSignal.any([stop, flood.signal]),
    clock,
    exited,
  })
  const [exitCode, signal] = await exited
  await drained(child, closed, clock)
  return {
    exitCode: exitCode ?? undefined,
    signal: signal ?? undefined,
    stdout: out.text(),
    stderr: err.text(),
    stdoutBytes: out.sizeBytes,
    stderrBytes: err.sizeBytes,
    timedOut,
    ms: clock.now() - startedAt,
  }
}

function start({ command, args, cwd, env, input }: ChildRequest): ChildProcess {
  const stdin = input === undefined ? 'ignore' : 'pipe'
  return spawn(command, args, { cwd, env, stdio: [stdin, 'pipe', 'pipe'], detached: true })
}

/** Counts what a program writes, and says when it is too much. */
class Flood {
  readonly #limitBytes: number
  readonly #over = new AbortController()
  #sizeBytes = 0

  constructor(limitBytes = Number.POSITIVE_INFINITY) {
    this.#limitBytes = limitBytes
  }

  get signal(): AbortSignal {
    return this.#over.signal
  }

  add(bytes: number): void {
    this.#sizeBytes += bytes
    if (this.#sizeBytes > this.#limitBytes) this.#over.abort('flood')
  }
}

function capture(stream: NodeJS.ReadableStream | null, limitBytes: number, flood: Flood): Captured {
  const captured = new Captured(limitBytes)
  stream?.on('data', (chunk: Buffer) => {
    captured.add(chunk)
    flood.add(chunk.length)
    collectGarbage(chunk.length)
  })
  return captured
}

const sinceCollection = { bytes: 0 }

/** Chunks lie outside of the heap: left alone, the collector lets 100 MiB of them pile up. */
function collectGarbage(bytes: number): void {
  sinceCollection.bytes += bytes
  if (sinceCollection.bytes < collectEveryBytes) return
  sinceCollection.bytes = 0
  collector ??= exposedCollector()
  collector({ type: 'minor' })
}

let collector: NodeJS.GCFunction | undefined

/** Late: started with `--expose-gc`, Node does not take its own compiled code, and starts half as long again. */
function exposedCollector(): NodeJS.GCFunction {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc')
}

/** A program may end, or close its input, before it has read all of it: that is its own business. */
function feed({ stdin }: ChildProcess, input: string | undefined): void {
  stdin?.on('error', () => undefined)
  stdin?.end(input)
}

interface Watch {
  readonly child: ChildProcess
  readonly request: ChildRequest
  readonly stop: AbortSignal
  readonly clock: Clock
  readonly exited: Promise<unknown[]>
}

/**
 * Waits for its end, or brings it about. What it leaves running in its group ends with it; a daemon that made a group of
 * its own stays, unless the program was stopped. True when its time was over.
 */
async function untilExit({ child, request, stop, clock, exited }: Watch): Promise<boolean> {
  const end = await firstOf({ exited, stop, clock, timeoutMs: request.timeoutMs })
  const root = child.pid === undefined ? {} : { root: child.pid }
  if (end !== 'exited') await endTree({ ...root, mark: `MILLRACE_CALL=${request.env['MILLRACE_CALL']}` }, clock)
  else if (child.pid !== undefined && hasGroup(child.pid)) await endTree(root, clock)
  return end === 'timeout'
}

type Race = Pick<Watch, 'exited' | 'stop' | 'clock'> & { readonly timeoutMs: number | undefined }

async function firstOf({ exited, stop, clock, timeoutMs }: Race): Promise<'exited' | 'stopped' | 'timeout'> {
  const over = new AbortController()
  const stopped = new Promise<'stopped'>((resolve) => {
    if (stop.aborted) resolve('stopped')
    stop.addEventListener('abort', () => resolve('stopped'), { once: true, signal: over.signal })
  })
  const timeout = timeoutMs === undefined ? [] : [clock.sleep(timeoutMs, over.signal).then(() => 'timeout' as const)]
  try {
    return await Promise.race([exited.then(() => 'exited' as const), stopped, ...timeout])
  } finally {
    over.abort()
  }
}

async function drained(child: ChildProcess, closed: Promise<unknown>, clock: Clock): Promise<void> {
  const isClosed = new AbortController()
  await Promise.race([closed.finally(() => isClosed.abort()), clock.sleep(drainMs, isClosed.signal)])
  child.stdout?.destroy()
  child.stderr?.destroy()
}
