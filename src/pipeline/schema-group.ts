/** `group:` on a step: many items in one call. */
import * as z from 'zod'
import type { GroupDefinition } from './definition.ts'
import { count, duration, size } from './schema-values.ts'

/** A group is taken from the window of items that one lane holds in memory. */
export const largestGroup = 1_000

const wrongSize = { error: `expected a whole number from 2 to ${largestGroup.toLocaleString('en')}` } as const

export const groupSchema = z
  .strictObject({
    size: z
      .int(wrongSize)
      .min(2, wrongSize)
      .max(largestGroup, wrongSize)
      .optional()
      .describe('Items per call, 2 to 1,000. Default 1,000 where `bytes` or `tokens` bound it.'),
    bytes: size.optional().describe('So many bytes of items per call, as JSON.'),
    tokens: count.optional().describe('So many tokens of items per call, estimated as in `split: { by: tokens }`.'),
    wait: duration.optional().describe('A group that is not full goes after this long. Default: when nothing else can come.'),
  })
  .check((check) => {
    const { size, bytes, tokens } = check.value
    if (size !== undefined || bytes !== undefined || tokens !== undefined) return
    check.issues.push({ code: 'custom', input: check.value, message: 'expected at least one of size, bytes and tokens' })
  })

export function groupDefinition({ size, bytes, tokens, wait }: z.output<typeof groupSchema>): GroupDefinition {
  return {
    size: size ?? largestGroup,
    ...(bytes !== undefined && { bytes }),
    ...(tokens !== undefined && { tokens }),
    ...(wait !== undefined && { waitMs: wait }),
  }
}
