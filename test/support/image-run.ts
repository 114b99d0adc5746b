/** Runs the image tool on one file as the engine would, into a folder of the test. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import { isMillraceError } from '../../src/base/errors.ts'
import type { Json, JsonObject } from '../../src/base/json.ts'
import type { Delivery } from '../../src/pipeline/delivery.ts'
import { imageTool } from '../../src/steps/image.ts'
import type { StepContext } from '../../src/steps/step.ts'
import { workspace } from './workspace.ts'

export const samplesFolder = resolve(import.meta.dirname, '../../examples/images')

export function sample(name: string): string {
  return join(samplesFolder, `${name}.avif`)
}

export interface ImageRun {
  /** The tool's value, or the code it failed with. */
  readonly value: JsonObject | undefined
  readonly code: string | undefined
  readonly message: string
  /** Where the result lies; absent when nothing was delivered. */
  readonly path: string | undefined
  /** What is left in the folder for unfinished files. */
  readonly leftovers: readonly string[]
}

/** Options as in a pipeline file; `convert` unless they say otherwise. */
export async function runImage(t: Pick<TestContext, 'after'>, file: string, options: JsonObject = {}): Promise<ImageRun> {
  const room = workspace(t)
  const temporary = room.path('temporary')
  mkdirSync(temporary)
  const delivered: { path?: string } = {}
  const context = fakeContext(file, temporary, async (delivery) => {
    const target = room.path(`result.${delivery.extension}`)
    await delivery.write(target)
    delivered.path = target
    return target
  })
  try {
    const value = await imageTool.run(imageTool.options.parse({ action: 'convert', ...options }), context)
    // The tool's values are objects.
    return { value: value as JsonObject, code: undefined, message: '', path: delivered.path, leftovers: readdirSync(temporary) }
  } catch (error) {
    if (!isMillraceError(error)) throw error
    return { value: undefined, code: error.code, message: error.message, path: delivered.path, leftovers: readdirSync(temporary) }
  }
}

function fakeContext(file: string, temporary: string, put: (delivery: Delivery) => Promise<string>): StepContext {
  const names: Json = {}
  return {
    item: { id: 'item', data: { path: file }, metadata: {} },
    names,
    file,
    signal: new AbortController().signal,
    folder: temporary,
    idempotencyKey: 'key',
    attempt: 1,
    output: {
      path: undefined,
      delivered: [],
      deliver: async (delivery) => {
        const path = await put(delivery)
        return { path, sizeBytes: existsSync(path) ? statSync(path).size : 0, mtimeMs: 0, sha256: '' }
      },
      resolve: async (path) => path,
    },
    temporaryFolder: async () => temporary,
    parts: (template) => [{ text: template }],
    note: () => undefined,
    spent: () => undefined,
    quota: () => undefined,
  }
}
