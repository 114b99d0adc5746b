/**
 * Items given in code or in a manifest. They are kept in the batch's folder before the first one is read, as a resume
 * in another process could not get them again.
 */
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { dependenciesOf } from '../pipeline/dependency.ts'
import { defineSource } from './define-source.ts'
import { type GivenItem, givenEntry, givenItem, refuseDuplicates } from './given-item.ts'
import type { OpenSource, SourceEntry, SourceSetting } from './source.ts'
import { openSpool, type Spool } from './spool.ts'
import { asLines, spooledItems } from './spooled-items.ts'

type Items = Iterable<unknown> | AsyncIterable<unknown>

const stream = z.custom<AsyncIterable<unknown>>(
  (value) => typeof value === 'object' && value !== null && Symbol.asyncIterator in value,
)

const options = z.strictObject({
  items: z
    .union([stream, z.array(givenItem)])
    .optional()
    .describe('id, data, metadata, priority and depends_on of each item. @default what an earlier session of the batch has kept'),
})

export type InlineOptions = z.infer<typeof options>

export const inlineSource = defineSource<InlineOptions>({
  type: 'inline',
  options,
  open: async ({ items }, setting) => {
    if (!Array.isArray(items)) return spooled(await spoolOf(setting, items))
    refuseDuplicates(items)
    await keep(items, setting)
    return listed(items)
  },
})

async function keep(items: readonly GivenItem[], setting: SourceSetting): Promise<void> {
  const spool = await spoolOf(setting, items)
  try {
    for await (const _ of spool.read(new AbortController().signal));
  } finally {
    await spool.close()
  }
}

function listed(items: readonly GivenItem[]): OpenSource {
  return {
    envelope: {},
    hasOrder: items.some(({ depends_on }) => dependenciesOf(depends_on).length > 0),
    read: (skip, signal) => entries(items, skip, signal),
    close: async () => undefined,
  }
}

async function* entries(items: readonly GivenItem[], skip: number, signal: AbortSignal): AsyncGenerator<SourceEntry> {
  for (let at = skip; at < items.length; at++) {
    signal.throwIfAborted()
    const item = items[at]
    if (item !== undefined) yield givenEntry(item)
  }
}

function spooled(spool: Spool): OpenSource {
  return { envelope: {}, read: (skip, signal) => spooledItems(spool, skip, signal), close: () => spool.close() }
}

function spoolOf({ spoolFolder }: SourceSetting, items: Items | undefined): Promise<Spool> {
  return openSpool({
    folder: spoolFolder,
    name: 'items.jsonl',
    separator: 0x0a,
    chunks: () => {
      if (items !== undefined) return asLines(items)
      throw new UsageError('ITEMS_MISSING', 'Expected the items of the batch, got none: the program that gave them kept none.', {
        fix: 'Start a new batch with the items.',
      })
    },
  })
}
