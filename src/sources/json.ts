/**
 * The elements of one array in a JSON document, whatever its size: one element is in memory at a time. The fields
 * around the array are the envelope.
 */
import { stat } from 'node:fs/promises'
import path from 'node:path'
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import { jsonPath } from '../pipeline/json-path.ts'
import { defineSource } from './define-source.ts'
import { JsonArray } from './json-array.ts'
import { longestRowBytes } from './json-line.ts'
import { JsonReader, type JsonValueText } from './json-reader.ts'
import { readJson } from './json-text.ts'
import { requireFile } from './missing-path.ts'
import { readChunks, refuseUtf16 } from './read-chunks.ts'
import { brokenRow, type RowRules, rowEntry } from './row.ts'
import { rowOptions, rowRules } from './row-options.ts'
import type { SourceEntry } from './source.ts'

const options = z.strictObject({
  path: z.string().min(1).describe('The file, UTF-8.'),
  items: z.string().optional().describe('The way to the array: `$.products[*]` or `products`. @default the document itself'),
  ...rowOptions,
})

export type JsonOptions = z.infer<typeof options>

/** Up to this size the whole document is checked before the start, and fields behind the array are in the envelope. */
const checkedBytes = 64 * 1024 * 1024

export const jsonSource = defineSource<JsonOptions>({
  type: 'json',
  options,
  async open(given, { folder }) {
    const file = path.resolve(folder, given.path)
    await requireFile(file)
    await refuseUtf16(file)
    const rules = await rowRules(given, folder)
    const items = jsonPath(given.items ?? '$')
    return {
      envelope: await envelopeOf(file, items),
      ...(given.depends_on === undefined ? {} : { hasOrder: true }),
      read: (skip, signal) => entries({ file, items, rules }, skip, signal),
      close: async () => undefined,
    }
  },
})

interface Reading {
  readonly file: string
  readonly items: readonly string[]
  readonly rules: RowRules
}

async function envelopeOf(file: string, items: readonly string[]): Promise<JsonObject> {
  const reader = new JsonReader(readChunks(file, new AbortController().signal), file)
  try {
    const array = new JsonArray(reader, items)
    await array.enter()
    if ((await stat(file)).size > checkedBytes) return array.envelope
    for await (const _ of array.elements(0));
    await array.leave()
    return array.envelope
  } finally {
    await reader.close()
  }
}

async function* entries({ file, items, rules }: Reading, skip: number, signal: AbortSignal): AsyncGenerator<SourceEntry> {
  const reader = new JsonReader(readChunks(file, signal), file)
  let number = 0
  try {
    const array = new JsonArray(reader, items)
    await array.enter()
    for await (const value of array.elements(longestRowBytes)) {
      number++
      if (number > skip) yield entryOf(number, value, rules)
    }
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    // Earlier elements may be under way: what is broken behind them is a failed item, and so is all that follows.
    const message = `${thrown.message} Nothing behind it could be read.`
    if (number >= skip) yield brokenRow({ number: number + 1, code: thrown.code, message, sizeBytes: 0, raw: message })
  } finally {
    await reader.close()
  }
}

function entryOf(number: number, { text, sizeBytes, place }: JsonValueText, rules: RowRules): SourceEntry {
  if (text === undefined) {
    const message = `longer than ${longestRowBytes / 1024 / 1024} MiB (${sizeBytes} bytes)`
    return brokenRow({ number, code: 'ROW_TOO_LONG', message, sizeBytes, raw: `${sizeBytes} bytes` })
  }
  const reading = readJson(text)
  if ('value' in reading) return rowEntry({ number, value: reading.value, sizeBytes }, rules)
  const { code, message, offset } = reading.fault
  const before = text.slice(0, offset).split('\n')
  const line = (place.line ?? 1) + before.length - 1
  const column = (before.at(-1)?.length ?? 0) + (before.length === 1 ? (place.column ?? 1) : 1)
  return brokenRow({ number, code, message: `${message} at ${line}:${column}`, sizeBytes, raw: text })
}
