/** A stream of items on its way into a spool and out of it, one JSON text per line. */
import * as z from 'zod'
import { toError, UsageError } from '../base/errors.ts'
import { givenEntry, givenItem } from './given-item.ts'
import { longestRowBytes } from './json-line.ts'
import { readJson } from './json-text.ts'
import { type Line, lines } from './lines.ts'
import { brokenRow } from './row.ts'
import type { BrokenEntry, SourceEntry } from './source.ts'
import type { Spool } from './spool.ts'

export async function* asLines(items: Iterable<unknown> | AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let index = 0
  for await (const item of items) yield Buffer.from(`${textOf(item, index++)}\n`)
}

function textOf(item: unknown, index: number): string {
  try {
    return JSON.stringify(item) ?? 'null'
  } catch (cause) {
    throw new UsageError('ITEM_INVALID', `items[${index}] cannot be written as JSON: ${toError(cause).message.split('\n')[0]}`, {
      cause,
    })
  }
}

export async function* spooledItems(spool: Spool, skip: number, signal: AbortSignal): AsyncGenerator<SourceEntry> {
  let read = 0
  for await (const line of lines(spool.read(signal), { longestBytes: longestRowBytes })) {
    read = line.number
    if (read > skip) yield itemEntry(line)
  }
  if (!spool.isComplete && read >= skip) yield cutOff('The program that gave the items', read)
}

/** Stands for all that was never read, so that a batch which lacks its rest does not look whole. */
export function cutOff(who: string, read: number): BrokenEntry {
  const message = `${who} ended before all of it was read: nothing after entry ${read} is in this batch.`
  return { kind: 'broken', id: 'rest-of-input', code: 'INPUT_CUT', message, sizeBytes: 0 }
}

function itemEntry({ number, bytes, sizeBytes }: Line): SourceEntry {
  if (bytes === undefined) {
    const message = `longer than ${longestRowBytes / 1024 / 1024} MiB`
    return brokenRow({ number, code: 'ROW_TOO_LONG', message, sizeBytes, raw: `${sizeBytes} bytes` })
  }
  const text = bytes.toString()
  const reading = readJson(text)
  if ('fault' in reading)
    return brokenRow({ number, code: reading.fault.code, message: reading.fault.message, sizeBytes, raw: text })
  const item = givenItem.safeParse(reading.value)
  if (item.success) return givenEntry(item.data)
  const message = `expected an item with id and data: ${z.prettifyError(item.error)}`
  return brokenRow({ number, code: 'ITEM_INVALID', message, sizeBytes, raw: text })
}
