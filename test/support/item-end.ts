import type { BatchEvents } from '../../src/events/names.ts'

type ItemEnd = BatchEvents['batch:item:end']

/** An item that was converted, with what a test says differently. */
export function itemEnd(changes: Partial<ItemEnd> = {}): ItemEnd {
  return {
    batch_id: 'b1',
    item: { id: 'a.avif' },
    state: 'succeeded',
    output: { id: 'a.avif', success: true, state: 'succeeded', result: { path: '/out/a.png' }, metrics: {} },
    input_bytes: 12_000,
    output_bytes: 81_000,
    reused: false,
    ms: 20,
    completed: 3,
    total: 41,
    ...changes,
  }
}

export function itemFailure(id: string, code = 'DECODE_TRUNCATED', fix?: string): ItemEnd {
  const failure = { code, message: 'unexpected end of file', ...(fix === undefined ? {} : { fix }) }
  return itemEnd({ item: { id }, state: 'failed', failure, output_bytes: 0 })
}
