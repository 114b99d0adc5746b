/**
 * The thread of a hook module: loads it once, then answers calls, several at a time where the functions wait for something.
 * What the module prints goes to the batch as lines; a flood of it ends the thread.
 */
import { parentPort, workerData } from 'node:worker_threads'
import { errorCode, isMillraceError, toError, UsageError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import { anyEvent, type HookFunction, hookFunctions } from './hook-functions.ts'
import { jsonValue } from './json-value.ts'
import { loadExports } from './load-module.ts'

export interface HookWorkerSetting {
  readonly path: string
  /** What it may print in one go. */
  readonly longestOutputBytes: number
}

export interface HookCall {
  readonly id: number
  readonly event: string
  /** JSON. */
  readonly text: string
}

export type HookMessage =
  | { readonly kind: 'ready'; readonly names: readonly string[]; readonly hash: string }
  | { readonly kind: 'broken'; readonly error: ThrownInThread; readonly place: UsageError['place'] }
  | { readonly kind: 'started'; readonly id: number }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: Json | undefined; readonly sent: JsonObject }
  | { readonly kind: 'threw'; readonly id: number; readonly error: ThrownInThread }
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'flood' }
  | { readonly kind: 'awake' }

export interface ThrownInThread {
  readonly class: string
  readonly code: string
  readonly message: string
  readonly fix: string | undefined
  readonly stack: string
}

// The thread is started with exactly this data.
const { path, longestOutputBytes } = workerData as HookWorkerSetting
const printed = { sizeBytes: 0 }

takeOutput(process.stdout)
takeOutput(process.stderr)
const functions = await load()
parentPort?.on('message', (call: HookCall | 'awake?') => (call === 'awake?' ? tell({ kind: 'awake' }) : void answer(call)))

function tell(message: HookMessage): void {
  parentPort?.postMessage(message)
}

async function load(): Promise<ReadonlyMap<string, HookFunction>> {
  try {
    const { exports, hash } = await loadExports(path)
    const found = hookFunctions(exports, path)
    tell({ kind: 'ready', names: [...found.keys()], hash })
    return found
  } catch (thrown) {
    tell({ kind: 'broken', error: plain(thrown), place: thrown instanceof UsageError ? thrown.place : { file: path } })
    return new Map()
  }
}

async function answer({ id, event, text }: HookCall): Promise<void> {
  printed.sizeBytes = 0
  tell({ kind: 'started', id })
  try {
    const sent: unknown = JSON.parse(text)
    const run = functions.get(event) ?? functions.get(anyEvent)
    const answered: unknown = await run?.(event, sent)
    const answer = answered === undefined ? undefined : jsonValue(answered)
    // What was sent was an object, and whatever the hook has made of it is checked by its reader.
    const changed = jsonValue(sent) as JsonObject
    tell({ kind: 'answered', id, answer, sent: changed })
  } catch (thrown) {
    tell({ kind: 'threw', id, error: plain(thrown) })
  }
}

function plain(thrown: unknown): ThrownInThread {
  const { message, name, stack = '' } = toError(thrown)
  const isOurs = isMillraceError(thrown)
  return {
    class: isOurs ? thrown.name : name,
    code: errorCode(thrown) ?? '',
    message,
    fix: isOurs ? thrown.fix : undefined,
    stack,
  }
}

/** Counted here: a module that prints in an endless loop lets nobody else have a turn. */
function takeOutput(stream: NodeJS.WriteStream): void {
  const write = (chunk: unknown, ...rest: readonly unknown[]): boolean => {
    const text = typeof chunk === 'string' ? chunk : Buffer.from(chunk as Uint8Array).toString() // streams take nothing else
    printed.sizeBytes += text.length
    if (printed.sizeBytes > longestOutputBytes) {
      tell({ kind: 'flood' })
      process.exit()
    }
    tell({ kind: 'printed', text })
    const done = rest.at(-1)
    if (typeof done === 'function') queueMicrotask(() => done())
    return true
  }
  Object.assign(stream, { write })
}
