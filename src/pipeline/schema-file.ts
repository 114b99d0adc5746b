/** The whole pipeline file, as one schema. What sources, sinks and steps add to it comes in from them as values. */
import * as z from 'zod'
import { aggregationSchema } from './schema-aggregation.ts'
import { groupSchema } from './schema-group.ts'
import { limitsSchema, stepLimitShape } from './schema-limits.ts'
import { retrySchema, runShape } from './schema-run.ts'
import { duration, jsonObject, texts } from './schema-values.ts'

export const inputSchema = z.looseObject({
  type: z.string().min(1).optional().describe('Where items come from. Default files.'),
})

export const layouts = ['tree', 'flat', 'by_date', 'by_size', 'by_dimensions'] as const

export const outputShape = {
  type: z.string().min(1).optional().describe('Where results go. Default files.'),
  path: z.string().min(1).optional().describe('The root of everything that is written. Default ./output.'),
  layout: texts
    .optional()
    .describe(
      'How output is organised: tree, flat, by_date, by_size, by_dimensions, a path template, or a list of them that nest in order.',
    ),
  naming: z.string().min(1).optional().describe('File name template, such as {basename}.{ext}.'),
  date_from: z.enum(['input', 'output', 'exif']).optional().describe('Which date by_date takes. Default input.'),
  overwrite: runShape.overwrite,
} as const

export const outputSchema = z.looseObject(outputShape)

export const stepShape = {
  name: z
    .string()
    .regex(/^[\w][\w .:-]*$/, { error: 'expected a name of letters, digits, spaces, ".", ":", "-" and "_"' })
    .max(80)
    .optional()
    .describe('How logs and reports call the step.'),
  tool: z.string().min(1).optional().describe('The tool that does it.'),
  when: z
    .string()
    .min(1)
    .optional()
    .describe('A condition in CEL. False: the step is passed over; a step with nothing but `when` skips the item.'),
  output: z
    .string()
    .regex(/^[A-Za-z_]\w*$/, { error: 'expected a name of letters, digits and "_"' })
    .optional()
    .describe('The name later steps find its value under. Default result.'),
  retry: retrySchema.optional().describe('How this step is tried again.'),
  max_retries: runShape.max_retries,
  timeout: duration.optional().describe('Running time of one attempt.'),
  effects: z.enum(['pure', 'idempotent', 'once']).optional().describe('What repeating it means. Default: as its kind says.'),
  optional: z.boolean().optional().describe('In mode best_effort its failure does not fail the item. Default false.'),
  ...stepLimitShape,
  group: groupSchema.optional().describe('Many items in one call: the step sees {items} and gives a list with a value for each.'),
  reads: texts.optional().describe('Files besides the item that it reads: when they change, it runs again.'),
  params: jsonObject.optional().describe("The tool's own keys, for those that collide with one of these."),
} as const

export const stepSchema = z.looseObject(stepShape)

export const pipelineShape = {
  name: z
    .string()
    .regex(/^[\w][\w.-]*$/, { error: 'expected a name of letters, digits, ".", "-" and "_"' })
    .max(100)
    .optional()
    .describe("Names the ledger. Default: the file's name."),
  description: z.string().optional(),
  type: z.literal('batch').optional().describe('Only `batch`; changes nothing.'),
  pipeline: z
    .union([z.string().min(1), z.strictObject({ recipe: z.string().min(1) })])
    .optional()
    .describe('Another pipeline to take the steps from; input and output given here replace its own.'),
  input: inputSchema.optional().describe('Where items come from.'),
  steps: z.array(stepSchema).optional().describe('What is done to each item, in order.'),
  limits: limitsSchema.optional().describe('What the services behind the steps allow, by a name that steps use.'),
  aggregation: z
    .union([aggregationSchema, z.literal(false)])
    .optional()
    .describe('What is made of all results together, once, when no item is pending.'),
  aggregate_results: z
    .boolean()
    .optional()
    .describe('true: a summary of all results, as `aggregation` says or in one sentence; false: none.'),
  after: z.array(stepSchema).optional().describe('Steps that run once, on what the batch made, when no item is pending.'),
  output: outputSchema.optional().describe('Where results go.'),
  config: jsonObject.optional().describe('Values for {config.…}; what is given when the pipeline runs goes before.'),
  config_schema: jsonObject.optional().describe('A JSON Schema that the final config must satisfy.'),
} as const

export const pipelineSchema = z.strictObject({ ...pipelineShape, ...runShape })

export type StepKeys = z.infer<typeof stepSchema>
export type PipelineKeys = z.infer<typeof pipelineSchema>
