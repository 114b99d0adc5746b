/** The thread of a transform with `cpu: true`: loads the module once, then answers one call after the other. */
import { parentPort, workerData } from 'node:worker_threads'
import { errorCode, isMillraceError, toError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import { jsonValue } from './json-value.ts'
import { importDefault } from './load-module.ts'

export interface WorkerSetting {
  readonly path: string
  readonly hash: string
}

export interface WorkerCall {
  readonly item: unknown
  readonly context: unknown
}

export type WorkerAnswer =
  | { readonly value: Json }
  | { readonly thrown: { readonly class: string; readonly code: string; readonly message: string; readonly stack: string } }

// The pool starts this file with exactly this data.
const { path, hash } = workerData as WorkerSetting

parentPort?.on('message', async ({ item, context }: WorkerCall) => {
  parentPort?.postMessage(await answer(item, context))
})

async function answer(item: unknown, context: unknown): Promise<WorkerAnswer> {
  try {
    const run = await importDefault(path, hash)
    return { value: jsonValue(await run(item, context)) }
  } catch (thrown) {
    const { message, name, stack = '' } = toError(thrown)
    return { thrown: { class: isMillraceError(thrown) ? thrown.name : name, code: errorCode(thrown) ?? '', message, stack } }
  }
}
