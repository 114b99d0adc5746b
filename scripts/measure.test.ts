import assert from 'node:assert/strict'
import { test } from 'node:test'
import { interfaceMembers, measure, percentile } from './measure.ts'
import { parseSource } from './source-tree.ts'

const file = parseSource(
  'src/room/thing.ts',
  `/** What it is. */
import { join } from 'node:path'
import type { Other } from '../other/kin.ts'

// Why it is so,
// in two lines.
export function first(a: number, b: string): string {
  const joined = join(b, String(a)) // beside code
  let left = joined
  return left
}

export const second = (value: unknown) => value as string
// The caller has checked it.
export const third = (value: unknown) => value as string
export const fourth = ['x'] as const

/** A seam. */
export interface Seam {
  one(): void
  readonly two: Other
}
// TODO later
`,
)

test('lines, comment lines and functions are counted as a person would', () => {
  const figures = measure(file)
  assert.equal(figures.lines, 23)
  assert.equal(figures.commentLines, 6)
  assert.deepEqual(
    figures.functions.map(({ line, lines, parameters }) => [line, lines, parameters]),
    [
      [7, 5, 2],
      [13, 1, 1],
      [15, 1, 1],
    ],
  )
})

test('a `let` is counted among the declarations', () => {
  const { lets, declarations } = measure(file)
  assert.deepEqual([lets, declarations], [1, 5])
})

test('a cast needs a comment on its line or above, `as const` does not', () => {
  assert.deepEqual(measure(file).faults.bareCast, [13])
})

test('any, assertions, default exports and put-off work are found with their lines', () => {
  const bad = parseSource('src/bad.ts', 'export default (a: any) => a!\n// FIXME one day\n')
  assert.deepEqual(measure(bad).faults, { defaultExport: [1], any: [1], assertion: [1], bareCast: [], todo: [2] })
})

test('members of an interface are counted by file and name', () => {
  assert.equal(interfaceMembers([file]).get('src/room/thing.ts#Seam'), 2)
})

test('imports of own files are found, packages are not', () => {
  assert.deepEqual(file.imports, ['src/other/kin.ts'])
})

test('a percentile is a number of the list', () => {
  assert.equal(percentile([5, 1, 3, 2, 4], 0.5), 3)
  assert.equal(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9), 9)
  assert.equal(percentile([], 0.5), 0)
})
