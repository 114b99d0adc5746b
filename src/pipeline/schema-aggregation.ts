/** What a pipeline file may say about its results as a whole. */
import * as z from 'zod'

const measured = z.union([z.string().min(1), z.record(z.string().regex(/^[A-Za-z_]\w*$/), z.string().min(1))], {
  error: 'expected an expression such as "result.bytes", or several by name',
})

export const builtInFold = z.strictObject({
  count: z.boolean().optional().describe('How many outputs.'),
  sum: measured.optional().describe('Sum of an expression over each output, such as `result.bytes`; or several, by name.'),
  min: measured.optional().describe('The least.'),
  max: measured.optional().describe('The greatest.'),
  mean: measured.optional().describe('The mean.'),
  group_by: z.string().min(1).optional().describe('The same figures for every value of this expression, under `groups`.'),
  where: z.string().min(1).optional().describe('Which outputs count, a condition in CEL. Default: those that succeeded.'),
})

export const aggregationShape = {
  fold: z
    .union([z.string().min(1), builtInFold], {
      error: 'expected the path of a module, or built-in folds such as { count: true }',
    })
    .optional()
    .describe('How results become one value: a module (`./fold.ts`), or built-in folds.'),
  template: z
    .string()
    .min(1)
    .optional()
    .describe('Text with {total}, {succeeded}, {failed}, {skipped} and {fold…}. It is the summary of the batch.'),
  output: z.string().min(1).optional().describe('The file that it is written to, below the output folder.'),
} as const

export const aggregationSchema = z.strictObject(aggregationShape)

export type AggregationKeys = z.infer<typeof aggregationSchema>
