/** How a source is made: by Millrace itself and by those who extend it. */
import { UsageError } from '../base/errors.ts'
import type { Source } from './source.ts'

/**
 * Checks the parts of a source and freezes it.
 * @throws UsageError `SOURCE_INVALID` when its type is no plain word or a part is missing.
 */
export function defineSource<Options>(source: Source<Options>): Source<Options> {
  const wrong = faultOf(source)
  if (wrong !== undefined) throw new UsageError('SOURCE_INVALID', `Cannot define this source: ${wrong}.`)
  return Object.freeze(source)
}

function faultOf({ type, options, open }: Source): string | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(type)) return `expected \`type\` to be a word of a-z, 0-9 and _, got "${type}"`
  if (typeof options?.safeParse !== 'function') return `expected \`options\` of "${type}" to be a zod schema`
  if (typeof open !== 'function') return `expected \`open\` of "${type}" to be a function`
  return undefined
}
