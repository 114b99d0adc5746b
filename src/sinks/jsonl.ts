/**
 * JSON Lines: one value per line, in the order items end. The file grows at its final path while the batch runs: who
 * reads it meanwhile sees the lines so far, the last of which may be incomplete.
 */
import * as z from 'zod'
import { defineSink } from './define-sink.ts'
import { jsonLines, openDocument } from './document.ts'
import { chosenRows, rowOptions } from './row-choice.ts'

const options = z.strictObject(rowOptions)

export type JsonlSinkOptions = z.infer<typeof options>

export const jsonlSink = defineSink<JsonlSinkOptions>({
  type: 'jsonl',
  form: 'projection',
  options,
  async open({ rows }, place) {
    const document = await openDocument(place, { fileName: 'results.jsonl', while: 'open' })
    return {
      append: (outputs) => document.append(jsonLines(chosenRows(outputs, rows))),
      finish: () => document.finish(),
      close: () => document.close(),
    }
  },
})
