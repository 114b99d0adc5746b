/** One file per item: text as it is, anything else as JSON. */
import { writeFile } from 'node:fs/promises'
import * as z from 'zod'
import type { Json } from '../base/json.ts'
import { defineSink } from './define-sink.ts'

const options = z.strictObject({
  extension: z
    .string()
    .regex(/^[^./\\\s][^/\\\s]*$/, 'expected an extension without the dot, such as "md"')
    .optional()
    .describe('Of every file. @default text keeps the name of its source, anything else is json'),
})

export type FilesSinkOptions = z.infer<typeof options>

/** An item without a result (`null`) makes no file. */
export const filesSink = defineSink<FilesSinkOptions>({
  type: 'files',
  form: 'item',
  options,
  put(result, { extension }) {
    if (result === null) return undefined
    const format = extension ?? (typeof result === 'string' ? undefined : 'json')
    return {
      ...(format === undefined ? {} : { extension: format }),
      write: async (temporaryPath) => {
        await writeFile(temporaryPath, contentOf(result))
        return undefined
      },
    }
  },
})

function contentOf(result: Json): string {
  return typeof result === 'string' ? result : `${JSON.stringify(result, null, 2)}\n`
}
