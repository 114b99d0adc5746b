/** Where the items lie in a document: `$.shop.products[*]`, or `shop.products`. */
import { UsageError } from '../base/errors.ts'

const name = String.raw`[\p{L}_$][\p{L}\p{N}_$-]*`
const quoted = String.raw`\['(?:[^'\\]|\\.)*'\]|\["(?:[^"\\]|\\.)*"\]`
const whole = new RegExp(`^(?:\\$(?:\\.${name}|${quoted})*|${name}(?:\\.${name}|${quoted})*)?(?:\\[\\*\\]|\\.\\*)?$`, 'u')
const part = new RegExp(`${name}|${quoted}`, 'gu')

/**
 * The names on the way to the array; none for the document itself.
 * @throws UsageError `JSON_PATH` for anything but names on the way to one array.
 */
export function jsonPath(text: string): readonly string[] {
  if (!whole.test(text)) {
    throw new UsageError(
      'JSON_PATH',
      `Expected the way to one array, such as "$.products[*]" or "shop.products", got "${text}".`,
      {
        fix: 'Filters, indexes and wildcards in the middle are not supported; use a `when` to pass over items.',
      },
    )
  }
  const way = text.replace(/^\$/, '').replace(/(?:\[\*\]|\.\*)$/, '')
  return [...way.matchAll(part)].map(([found]) => (found.startsWith('[') ? found.slice(2, -2).replace(/\\(.)/g, '$1') : found))
}

export function pathText(path: readonly string[]): string {
  return ['$', ...path].join('.')
}
