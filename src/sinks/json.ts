/**
 * One JSON document: an array, or with `envelope: true` an object with the batch's numbers around `outputs`. It grows
 * in `<name>.partial` and appears at its path when the batch has ended, so that the path never shows half a document.
 */
import * as z from 'zod'
import type { Json } from '../base/json.ts'
import { defineSink } from './define-sink.ts'
import { openDocument } from './document.ts'
import { chosenRows, rowOptions } from './row-choice.ts'
import type { Projection, ProjectionPlace } from './sink.ts'

const options = z.strictObject({
  ...rowOptions,
  envelope: z
    .boolean()
    .default(false)
    .describe('An object with the batch around the rows, which are its `outputs`, in place of an array.'),
})

export type JsonSinkOptions = z.infer<typeof options>

export const jsonSink = defineSink<JsonSinkOptions>({ type: 'json', form: 'projection', options, open: openJson })

async function openJson({ rows, envelope }: JsonSinkOptions, place: ProjectionPlace): Promise<Projection> {
  const document = await openDocument(place, { fileName: 'results.json', while: 'hidden' })
  const head = envelope ? '{"outputs":[' : '['
  const start = () => (document.offset === 0 ? head : '')
  return {
    append: (outputs) => {
      const texts = chosenRows(outputs, rows).map(rowText)
      return document.append(texts.length === 0 ? '' : start() + separated(texts, document.offset > head.length))
    },
    finish: async () => {
      // The numbers of the batch are final only now.
      const end = envelope ? `\n]${Object.entries(place.batch).map(fieldText).join('')}}\n` : '\n]\n'
      await document.append(start() + end)
      return document.finish()
    },
    close: () => document.close(),
  }
}

function separated(texts: readonly string[], isContinued: boolean): string {
  return texts.map((text, index) => (index > 0 || isContinued ? `,\n${text}` : `\n${text}`)).join('')
}

function rowText(row: Json): string {
  return JSON.stringify(row)
}

function fieldText([key, value]: [string, Json]): string {
  return `,\n${JSON.stringify(key)}:${JSON.stringify(value)}`
}
