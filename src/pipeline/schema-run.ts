/** The run options of a pipeline file, a config file, a manifest or the command line: the same names everywhere. */
import * as z from 'zod'
import { hooksShape } from './schema-hooks.ts'
import { budgetSchema } from './schema-limits.ts'
import { count, countOrAuto, countOrZero, duration, size, texts, tolerance, word } from './schema-values.ts'

export const retrySchema = z.strictObject({
  attempts: count.optional().describe('All tries, the first included. Default 1.'),
  backoff: z.enum(['exponential', 'linear', 'constant']).optional().describe('How waits grow. Default exponential.'),
  delay: duration.optional().describe('The first wait. Default 1s.'),
  max_delay: duration.optional().describe('No wait is longer. Default 60s.'),
  jitter: z
    .boolean()
    .optional()
    .describe('Wait a random part of the computed time, so that retries do not come together. Default true.'),
})

export const runShape = {
  workers: countOrAuto.optional().describe('How many items at once; `auto` adapts to the machine. Default auto.'),
  parallel: z.boolean().optional().describe('false: one item at a time.'),
  mode: word(['strict', 'flexible', 'best_effort'])
    .optional()
    .describe(
      'strict: the first failure stops the batch; flexible (default): the item fails, the batch goes on; best_effort: optional steps may fail.',
    ),
  fail_fast: z.boolean().optional().describe('Stop at the first failed item. Default false; true in mode strict.'),
  tolerate: tolerance
    .optional()
    .describe(
      'How many failures the batch bears before it stops: a count, or a share of the items. One more stops it; items that run beside that one are finished.',
    ),
  order: word(['given', 'smallest_first', 'priority']).optional().describe('Which items come first. Default given.'),
  limit: count.optional().describe('Only the first so many items.'),
  watch: z
    .boolean()
    .optional()
    .describe('Keep looking at the folders of the input: files that appear and files that change are worked on. Default false.'),
  settle: duration.optional().describe('While watching: a file is complete when it has not changed for so long. Default 1s.'),
  fresh: z.boolean().optional().describe('Do not reuse kept results. Default false.'),
  dry_run: z.boolean().optional().describe('Say what would be done, do nothing. Default false.'),
  test: z.boolean().optional().describe('A marked trial run, in mode strict unless one is named. Default false.'),
  durability: z
    .enum(['full', 'fast'])
    .optional()
    .describe('full (default): nothing that was acknowledged is lost in a power cut.'),
  batch_size: countOrAuto.optional().describe('Take items in turns of so many; `auto` derives it from free memory.'),
  clear_cache: z.boolean().optional().describe("Drop the system's file cache between turns (Linux, root). Default false."),
  report: z
    .union([z.string(), z.boolean()])
    .optional()
    .describe('Where the report goes: a file, or `none`. Default: the logs folder.'),
  error_output: z.string().min(1).optional().describe('A folder for one JSON file per failed item.'),
  archive_logs: z.boolean().optional().describe('Pack the logs of the batch into one .tar.gz. Default false.'),
  file_log: z.boolean().optional().describe('The report lists every file. Default false.'),
  failures_log: z.string().min(1).optional().describe('A text file in the logs folder with one line per failed item.'),
  retry: retrySchema.optional().describe('How steps are tried again; a step may have its own.'),
  max_retries: countOrZero.optional().describe('How often a step is tried again after its first try.'),
  retry_failed: z.boolean().optional().describe('false: no step is tried again.'),
  overwrite: word(['own', 'always', 'never'])
    .optional()
    .describe('Which existing files may be replaced. Default own: those Millrace wrote.'),
  secrets: texts
    .optional()
    .describe('Names of the environment variables that hold secrets; their values are redacted everywhere.'),
  ...hooksShape,
  budget: budgetSchema
    .optional()
    .describe('What the whole batch may use, over all of its sessions; then it stops, and a resume with more goes on.'),
  stagger: duration.optional().describe('Time between two starts of items.'),
  memory_reserve: size.optional().describe('Free memory below which no further attempt starts.'),
} as const

export const runSchema = z.strictObject(runShape)

/** What a person may write, each key as the file has it, values with their units resolved. */
export type RunKeys = z.infer<typeof runSchema>
