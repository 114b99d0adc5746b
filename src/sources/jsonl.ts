/** JSON Lines: one value per line. Blank lines are passed over; a broken line is a failed item. */
import path from 'node:path'
import * as z from 'zod'
import { defineSource } from './define-source.ts'
import { jsonLineEntry, lineText, longestRowBytes } from './json-line.ts'
import { lines } from './lines.ts'
import { requireFile } from './missing-path.ts'
import { readChunks, refuseUtf16 } from './read-chunks.ts'
import type { RowRules } from './row.ts'
import { rowOptions, rowRules } from './row-options.ts'
import type { SourceEntry } from './source.ts'

const options = z.strictObject({ path: z.string().min(1).describe('The file, UTF-8.'), ...rowOptions })

export type JsonlOptions = z.infer<typeof options>

export const jsonlSource = defineSource<JsonlOptions>({
  type: 'jsonl',
  options,
  async open(given, { folder }) {
    const file = path.resolve(folder, given.path)
    await requireFile(file)
    await refuseUtf16(file)
    const rules = await rowRules(given, folder)
    return {
      envelope: {},
      ...(given.depends_on === undefined ? {} : { hasOrder: true }),
      read: (skip, signal) => jsonLines(readChunks(file, signal), rules, skip),
      close: async () => undefined,
    }
  },
})

/** Also what a spool of JSON Lines is read with. Rows that are skipped are not parsed. */
export async function* jsonLines(chunks: AsyncIterable<Buffer>, rules: RowRules, skip: number): AsyncGenerator<SourceEntry> {
  let left = skip
  for await (const line of lines(chunks, { longestBytes: longestRowBytes })) {
    const text = lineText(line)
    if (typeof text === 'string' && text.trim() === '') continue
    if (left > 0) left--
    else yield typeof text === 'string' ? jsonLineEntry(line, text, rules) : text
  }
}
