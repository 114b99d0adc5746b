/** What a person may say about a split. */
import * as z from 'zod'
import type { Json } from '../../base/json.ts'

const wholeNumber = { error: 'expected a whole number from 1 up' } as const

const module = z.string().min(1)

/** A word costs up to 16 tokens: smaller parts could not hold one. */
export const smallestTokenPart = 16

const rules = z
  .strictObject({
    by: z
      .enum(['lines', 'json', 'tokens', 'transform'])
      .describe('lines; json: the elements of a list; tokens: by an estimate of them; transform: a function of your own.'),
    from: z
      .custom<Json>((value) => value !== undefined)
      .optional()
      .describe('What is split, such as "{content}". @default {result}, else {content}'),
    path: z.string().optional().describe('With json: the way to the list, such as "$.chapters[*]". @default the value itself'),
    size: z.int(wholeNumber).min(1, wholeNumber).optional().describe('Lines, elements or tokens per part. @default 1'),
    overlap: z
      .int({ error: 'expected a whole number from 0 up' })
      .min(0, { error: 'expected a whole number from 0 up' })
      .default(0)
      .describe('How many of them a part shares with the one before.'),
    transform: module.optional().describe('With transform: the module, `export default (item, context) => list`.'),
    empty: z.enum(['fail', 'skip']).default('fail').describe('What happens to an item that has no parts.'),
  })
  .check((check) => {
    for (const [path, message] of faultsOf(check.value))
      check.issues.push({ code: 'custom', input: check.value, path: [path], message })
  })

export const splitOptions = z.strictObject({
  split: z
    .union([module, rules])
    .describe('How the item becomes many: rules, or the path of a module that returns the list of its parts.'),
})

export type SplitRules = z.output<typeof rules>

function faultsOf({ by, size = 1, overlap, transform, path }: SplitRules): readonly (readonly [string, string])[] {
  const checks: readonly (readonly [boolean, string, string])[] = [
    [by !== 'transform' || transform !== undefined, 'transform', 'expected the path of a module'],
    [by === 'transform' || transform === undefined, 'transform', 'only `by: transform` takes a module'],
    [by === 'json' || path === undefined, 'path', 'only `by: json` takes a path'],
    [
      by !== 'tokens' || size >= smallestTokenPart,
      'size',
      `expected at least ${smallestTokenPart} tokens per part: a long word alone may take as many`,
    ],
    [overlap < size || overlap === 0, 'overlap', `expected less than the size of a part, ${size}`],
  ]
  return checks.filter(([holds]) => !holds).map(([, key, message]) => [key, message])
}
