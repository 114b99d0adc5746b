/** How a sink is made: by Millrace itself and by those who extend it. */
import { UsageError } from '../base/errors.ts'
import type { ItemSink, NoSink, ProjectionSink, Sink } from './sink.ts'

/**
 * Checks the parts of a sink and freezes it.
 * @throws UsageError `SINK_INVALID` when its type is no plain word or a part is missing.
 */
export function defineSink<Options>(sink: ItemSink<Options>): ItemSink<Options>
export function defineSink<Options>(sink: ProjectionSink<Options>): ProjectionSink<Options>
export function defineSink<Options>(sink: NoSink<Options>): NoSink<Options>
export function defineSink(sink: Sink): Sink {
  const wrong = faultOf(sink)
  if (wrong !== undefined) throw new UsageError('SINK_INVALID', `Cannot define this sink: ${wrong}.`)
  return Object.freeze(sink)
}

function faultOf(sink: Sink): string | undefined {
  const { type, options } = sink
  if (!/^[a-z][a-z0-9_]*$/.test(type)) return `expected \`type\` to be a word of a-z, 0-9 and _, got "${type}"`
  if (typeof options?.safeParse !== 'function') return `expected \`options\` of "${type}" to be a zod schema`
  switch (sink.form) {
    case 'item':
      return typeof sink.put === 'function' ? undefined : `expected \`put\` of "${type}" to be a function`
    case 'projection':
      return typeof sink.open === 'function' ? undefined : `expected \`open\` of "${type}" to be a function`
    case 'none':
      return undefined
    default:
      return `expected \`form\` of "${type}" to be item, projection or none`
  }
}
