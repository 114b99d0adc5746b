/** How a source is made: by Millrace itself and by those who extend it. */
import { UsageError } from '../base/errors.ts'
import type { OpenSource, Source, SourceEntry } from './source.ts'

/**
 * Checks the parts of a source and freezes it. Its `read` ends without an error when the signal aborts.
 * @throws UsageError `SOURCE_INVALID` when its type is no plain word or a part is missing.
 */
export function defineSource<Options>(source: Source<Options>): Source<Options> {
  const wrong = faultOf(source)
  if (wrong !== undefined) throw new UsageError('SOURCE_INVALID', `Cannot define this source: ${wrong}.`)
  const { type, options } = source
  return Object.freeze({
    type,
    options,
    open: async (...given) => stoppable(await source.open(...given)),
  } satisfies Source<Options>)
}

function stoppable(source: OpenSource): OpenSource {
  const { envelope, fields, hasOrder, watching } = source
  return {
    envelope,
    ...(fields === undefined ? {} : { fields }),
    ...(hasOrder === undefined ? {} : { hasOrder }),
    ...(watching === undefined ? {} : { watching }),
    read: (skip, signal) => untilAborted(source.read(skip, signal), signal),
    close: () => source.close(),
  }
}

async function* untilAborted(entries: AsyncIterable<SourceEntry>, signal: AbortSignal): AsyncGenerator<SourceEntry> {
  try {
    yield* entries
  } catch (thrown) {
    // Whatever breaks once nobody wants more entries is the echo of the abort.
    if (!signal.aborted) throw thrown
  }
}

function faultOf({ type, options, open }: Source): string | undefined {
  if (!/^[a-z][a-z0-9_]*$/.test(type)) return `expected \`type\` to be a word of a-z, 0-9 and _, got "${type}"`
  if (typeof options?.safeParse !== 'function') return `expected \`options\` of "${type}" to be a zod schema`
  if (typeof open !== 'function') return `expected \`open\` of "${type}" to be a function`
  return undefined
}
