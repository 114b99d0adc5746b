/** `limits` of a pipeline file, `cost` and `cost_from` of a step, `budget` of a run. */
import * as z from 'zod'
import type { BreakerDefinition, LimitDefinition, Rate } from './limit-definition.ts'
import { amountOf, readRate } from './rate.ts'
import { count, duration, size, texts } from './schema-values.ts'

const rateForm = 'expected a rate such as "20/s", or a list of rates'

/** One rate or several, as a list. */
const rates = z
  .union([z.string(), z.array(z.string()).min(1)], { error: rateForm })
  .meta({ examples: ['20/s', ['20/s', '500/m'], '100k/m'] })
  .transform((given, check): readonly Rate[] => {
    const read = (typeof given === 'string' ? [given] : given).map(readRate)
    for (const one of read) if (typeof one === 'string') check.issues.push({ code: 'custom', input: given, message: one })
    return read.filter((one) => typeof one !== 'string')
  })

const threshold = z
  .union([count, z.string().regex(/^\d+(?:\.\d+)?%$/)], { error: 'expected a count such as 5, or a share such as "50%"' })
  .meta({ examples: [5, '50%'] })

const breakerSchema = z.strictObject({
  failures: threshold
    .optional()
    .describe('Opens after so many failures in a row (default 5), or at this share of the last `of`.'),
  of: count.optional().describe('How many attempts a share is taken of. Default 20.'),
  on: texts.optional().describe('Codes of the failures that count. Default: every failure that may be tried again.'),
  cooldown: duration.optional().describe('How long nothing is sent before one trial. Default 30s.'),
  give_up: duration.optional().describe('So long without a success, the batch stops and can be resumed. Default 1h.'),
})

const limitSchema = z.strictObject({
  requests: rates.optional().describe('How many attempts may start per time.'),
  tokens: rates.optional().describe('How many tokens attempts may use per time, as their steps say under `cost`.'),
  cost: rates.optional().describe('How many US dollars attempts may use per time.'),
  burst: count.optional().describe('How many requests may come at once. Default: they are spread evenly.'),
  concurrency: count.optional().describe('How many attempts at once.'),
  breaker: breakerSchema.optional().describe('Holds everything back while the service fails.'),
  scope: z
    .enum(['batch', 'machine'])
    .optional()
    .describe('machine: all batches on this machine that name the limit share its rates. Default batch.'),
  stagger: duration.optional().describe('Time between two starts.'),
})

export const limitsSchema = z.record(
  z.string().regex(/^[\w][\w.-]*$/, { error: 'expected a name of letters, digits, ".", "-" and "_"' }),
  limitSchema,
  { error: 'expected an object with a limit per name' },
)

const positive = z.number({ error: 'expected a number above 0' }).positive({ error: 'expected a number above 0' })

const amount = z
  .union([positive, z.string()], { error: 'expected a number above 0, or text such as "10k"' })
  .meta({ examples: [500, '10k', '2M'] })
  .transform((given, check) => {
    const value = typeof given === 'number' ? given : amountOf(given)
    if (value !== undefined && value > 0) return value
    check.issues.push({ code: 'custom', input: given, message: 'expected a number above 0, or text such as "10k"' })
    return z.NEVER
  })

export const budgetSchema = z.strictObject({
  usd: amount.optional().describe('US dollars.'),
  tokens: amount.optional(),
  bytes: size.optional(),
  time: duration.optional().describe('Running time, over all sessions of the batch.'),
})

const most = z.union(
  [z.number({ error: 'expected a number' }).min(0, { error: 'expected a number from 0 up' }), z.string().min(1)],
  {
    error: 'expected a number from 0 up, or text with a placeholder',
  },
)
const expression = z.string({ error: 'expected an expression such as "result.usage"' }).min(1)

export const stepLimitShape = {
  limit: texts.optional().describe('The limits that every attempt of the step goes through, by name.'),
  cost: z
    .strictObject({ usd: most.optional(), tokens: most.optional(), bytes: most.optional() })
    .optional()
    .describe('What an attempt uses at most: kept free before it starts. Placeholders allowed.'),
  cost_from: z
    .strictObject({ usd: expression.optional(), tokens: expression.optional(), bytes: expression.optional() })
    .optional()
    .describe('What an attempt really used: CEL over its value, which is called `result`.'),
} as const

export type LimitKeys = z.infer<typeof limitSchema>
export type BudgetKeys = z.infer<typeof budgetSchema>

/** Every default filled in. */
export function limitDefinition(name: string, keys: LimitKeys): LimitDefinition {
  const { requests = [], tokens = [], cost = [], scope = 'batch', burst, concurrency, breaker, stagger } = keys
  return {
    ...{ name, requests, tokens, cost, scope },
    ...(burst !== undefined && { burst }),
    ...(concurrency !== undefined && { concurrency }),
    ...(breaker !== undefined && { breaker: breakerDefinition(breaker) }),
    ...(stagger !== undefined && { staggerMs: stagger }),
  }
}

function breakerDefinition(keys: z.infer<typeof breakerSchema>): BreakerDefinition {
  const { failures = 5, of = 20, on = [], cooldown = 30_000, give_up = 3_600_000 } = keys
  const opens = typeof failures === 'number' ? { failures } : { share: Number(failures.slice(0, -1)) / 100, of }
  return { opens, on: typeof on === 'string' ? [on] : on, cooldownMs: cooldown, giveUpMs: give_up }
}
