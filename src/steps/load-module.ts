/** Loads the function that a user's module exports. */
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { type Place, toError, UsageError } from '../base/errors.ts'
import { moduleHash } from '../system/module-hash.ts'

/** What a transform is given besides the item. Plain data: it can cross to a worker thread. */
export type TransformFunction = (item: unknown, context: unknown) => unknown

export interface LoadedModule {
  readonly run: TransformFunction
  /** Of the module and its relative imports. */
  readonly hash: string
}

export interface ModuleExports {
  readonly default?: unknown
  readonly [name: string]: unknown
}

/** Throws UsageError when it is missing, cannot be read as code, throws while it loads, or has no function to offer. */
export async function loadModule(path: string): Promise<LoadedModule> {
  const hash = await hashOf(path)
  return { run: await importDefault(path, hash), hash }
}

/** A changed file under the same path is another module: the hash in its address tells them apart. */
export async function importDefault(path: string, hash: string): Promise<TransformFunction> {
  const { default: found } = await importModule(path, hash)
  if (typeof found === 'function') return found as TransformFunction // what it takes and returns is checked by its use
  throw new UsageError(
    'MODULE_NO_FUNCTION',
    `Expected a function as the default export, got ${found === undefined ? 'none' : typeof found}`,
    {
      place: { file: path },
      fix: 'Write: export default (item, context) => value',
    },
  )
}

/** Everything that a module exports. Throws UsageError as `loadModule` does. */
export async function loadExports(path: string): Promise<{ readonly exports: ModuleExports; readonly hash: string }> {
  const hash = await hashOf(path)
  return { exports: await importModule(path, hash), hash }
}

async function importModule(path: string, hash: string): Promise<ModuleExports> {
  const url = pathToFileURL(path)
  url.searchParams.set('millrace', hash.slice(0, 12))
  try {
    // What a module exports is not known before it is looked at; nothing more is claimed of it.
    return (await import(url.href)) as ModuleExports
  } catch (thrown) {
    throw broken(path, thrown)
  }
}

async function hashOf(path: string): Promise<string> {
  try {
    return await moduleHash(path)
  } catch (thrown) {
    throw new UsageError('MODULE_MISSING', `Cannot read the module: ${toError(thrown).message}`, {
      place: { file: path },
      cause: thrown,
      fix: 'Its path starts at the folder of the pipeline file.',
    })
  }
}

function broken(path: string, thrown: unknown): UsageError {
  const error = toError(thrown)
  return new UsageError('MODULE_BROKEN', `Cannot load the module: ${error.name}: ${error.message}`, {
    place: placeOf(path, error),
    cause: thrown,
  })
}

/**
 * TypeScript's syntax errors begin their stack with `file:line`, errors while loading name the line they came from,
 * and for JavaScript's syntax errors a second look at the file tells it.
 */
function placeOf(path: string, error: Error): Place {
  const { stack = '' } = error
  const found =
    /^(?:file:\/\/)?(\/[^?\n]*?)(?:\?[^:\n]*)?:(\d+)\n/.exec(stack) ??
    /file:\/\/(\/[^?\n]+)(?:\?[^:\n]*)?:(\d+):\d+\)?$/m.exec(stack)
  if (found !== null) return { file: decodeURI(found[1] ?? path), line: Number(found[2]) }
  const line = error instanceof SyntaxError ? /:(\d+)\n/.exec(checked(path))?.[1] : undefined
  return line === undefined ? { file: path } : { file: path, line: Number(line) }
}

function checked(path: string): string {
  return spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', env: {}, timeout: 10_000 }).stderr
}
