/** Items given in code or in a manifest. A list is read from memory; a stream is spooled, so that a resume has it too. */
import { z } from 'zod'
import { defineSource } from './define-source.ts'
import { type GivenItem, givenEntry, givenItem, refuseDuplicates } from './given-item.ts'
import type { OpenSource, SourceSetting } from './source.ts'
import { openSpool } from './spool.ts'
import { asLines, spooledItems } from './spooled-items.ts'

const stream = z.custom<AsyncIterable<unknown>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
)

const options = z.strictObject({
  items: z.union([stream, z.array(givenItem)]).describe('id, data, metadata and priority of each item.'),
})

export type InlineOptions = z.infer<typeof options>

export const inlineSource = defineSource<InlineOptions>({
  type: 'inline',
  options,
  open: async ({ items }, setting) => (Array.isArray(items) ? openList(items) : openStream(items, setting)),
})

/** @throws UsageError for ids that occur twice. */
export function openList(items: readonly GivenItem[]): OpenSource {
  refuseDuplicates(items)
  return {
    envelope: {},
    read: async function* (skip, signal) {
      for (const item of items.slice(skip)) {
        signal.throwIfAborted()
        yield givenEntry(item)
      }
      signal.throwIfAborted()
    },
    close: async () => undefined,
  }
}

async function openStream(items: AsyncIterable<unknown>, { spoolFolder }: SourceSetting): Promise<OpenSource> {
  const spool = await openSpool({ folder: spoolFolder, name: 'items.jsonl', separator: 0x0a, chunks: () => asLines(items) })
  return { envelope: {}, read: (skip, signal) => spooledItems(spool, skip, signal), close: () => spool.close() }
}
