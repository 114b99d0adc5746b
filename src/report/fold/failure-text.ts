/** The failure that an attempt's `error` column holds. */
import { isObject } from '../../base/json.ts'
import type { Failure } from '../../pipeline/outcome.ts'

/** Without the stack, which belongs to errors.log alone. */
export function parseFailure(error: string): Omit<Failure, 'stack'> {
  const value: unknown = JSON.parse(error)
  const text = (name: string) => (isObject(value) && typeof value[name] === 'string' ? value[name] : undefined)
  const fix = text('fix')
  return { code: text('code') ?? 'UNKNOWN', message: text('message') ?? '', ...(fix === undefined ? {} : { fix }) }
}

/** What is to be done about each kind of failure, at most 2,000 kinds. */
export class Fixes {
  readonly #fixes = new Map<string, string>()

  add({ code, message, fix }: Failure): void {
    if (fix !== undefined && this.#fixes.size < 2_000) this.#fixes.set(keyOf(code, message), fix)
  }

  for(code: string | undefined, message: string | undefined): string | null {
    return this.#fixes.get(keyOf(code, message)) ?? null
  }
}

function keyOf(code: string | undefined, message: string | undefined): string {
  return `${code}\n${message}`
}
