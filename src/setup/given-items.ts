import type * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import type { BatchRequest } from './request.ts'

/** Items given in code, as the options of their source. Throws UsageError ITEMS_INVALID that names the first wrong one. */
export function givenItems<Options>(schema: z.ZodType<Options>, items: BatchRequest['inputs']): Options {
  const result = schema.safeParse({ items })
  if (result.success) return result.data
  const { path, message } = firstOf(result.error.issues)
  throw new UsageError('ITEMS_INVALID', `\`${pathText(path)}\`: ${message}.`, {
    fix: 'An item is { id, data, metadata, priority, depends_on }; only `id` has to be there.',
  })
}

interface Found {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** Of a union, the branch that came furthest is the one that was meant. */
function firstOf(issues: readonly z.core.$ZodIssue[]): Found {
  const [issue] = issues
  if (issue === undefined) return { path: ['items'], message: 'expected items, got something else' }
  if (issue.code !== 'invalid_union') return { path: issue.path, message: issue.message }
  const branches = issue.errors.map(firstOf).sort((a, b) => b.path.length - a.path.length)
  const [furthest] = branches
  return furthest === undefined ? issue : { path: [...issue.path, ...furthest.path], message: furthest.message }
}

/** `items[3].depends_on[0]` */
function pathText(path: readonly PropertyKey[]): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${String(part)}`)).join('')
}
