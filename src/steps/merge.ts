/** `merge:` puts the results of an item's parts together. The engine calls it once all of them have ended. */
import * as z from 'zod'
import { PermanentError } from '../base/errors.ts'
import type { FamilyEnd } from '../pipeline/part.ts'
import { defineStep } from './define.ts'

const rules = z.strictObject({
  on_partial: z
    .enum(['fail', 'emit'])
    .default('fail')
    .describe('When some parts did not succeed. fail: neither does the item; emit: the others are merged.'),
})

export const mergeOptions = z.strictObject({
  merge: z
    .preprocess((value) => (value === null || value === true ? {} : value), rules)
    .describe('Closes the split before it: the item goes on with the list of what its parts have made.'),
})

/** Its value is the list of the results of the parts that succeeded, in their order. */
export const mergeStep = defineStep({
  kind: 'merge',
  options: mergeOptions,
  plan: { effects: 'pure', isDurable: false, readsAll: false, isPerItem: true },
  run: ({ merge }, { family }) => {
    if (family === undefined) throw new TypeError('a merge was run without its parts')
    if (family.failed > 0 && (merge.on_partial === 'fail' || family.succeeded === 0)) throw partsFailed(family)
    return family.results
  },
})

function partsFailed({ failed, total, failures }: FamilyEnd): PermanentError {
  const more = failed > failures.length ? ` and ${failed - failures.length} more` : ''
  const message = `${failed} of ${total} parts did not succeed: ${failures.join('; ')}${more}`
  return new PermanentError('PARTS_FAILED', message, {
    fix: '`millrace retry` runs the failed parts again; `merge: { on_partial: emit }` goes on without them.',
  })
}
