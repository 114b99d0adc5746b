import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlannedStep } from '../planned-step.ts'
import { isInner, walkPaths } from './paths.ts'

interface Fields {
  readonly reads?: readonly string[]
  readonly readsAll?: boolean
  readonly when?: readonly string[]
}

function planned(kinds: readonly (readonly [kind: string, fields?: Fields])[]): readonly PlannedStep[] {
  return kinds.map(([kind, { reads = [], readsAll = false, when = [] } = {}], index) => {
    const definition = { name: `${kind}-${index}`, kind, reads: [] }
    // Only what paths look at.
    return { index, definition, condition: { names: when }, work: { plan: { readsAll }, reads } } as unknown as PlannedStep
  })
}

const ready = (born?: number) => ({ ready: { birth: born === undefined ? undefined : { parent: 1, born, index: 0 } } })

test('each level has its steps, and knows which split and merge belong together', () => {
  const paths = walkPaths(planned([['read'], ['split'], ['work'], ['merge'], ['write']]))
  assert.deepEqual(
    [-1, 1].map((level) => paths.of(level).map(({ index }) => index)),
    [[0, 1, 3, 4], [2]],
  )
  assert.deepEqual([paths.mergeOf(1), paths.splitOf(3), paths.splitOf(4)], [3, 1, undefined])
})

test('parts of a split that a merge closes are inner, those of an open one are outputs', () => {
  const closed = walkPaths(planned([['split'], ['merge']]))
  const open = walkPaths(planned([['split'], ['work']]))
  // Only where it came from is looked at.
  const at = (born?: number) => ready(born) as unknown as Parameters<typeof isInner>[0]
  assert.deepEqual([isInner(at(0), closed), isInner(at(0), open), isInner(at(), closed)], [true, false, false])
})

test('parts take over the names that their steps look at, and no others', () => {
  const paths = walkPaths(
    planned([
      ['split'],
      ['work', { reads: ['config.mode', 'part.text'], when: ['title'] }],
      ['merge'],
      ['write', { reads: ['content'] }],
    ]),
  )
  assert.deepEqual([...(paths.inheritedBy(0) ?? [])].sort(), ['config', 'part', 'title'])
})

test('where a step sees everything, or where parts are outputs, they take over all names', () => {
  assert.equal(walkPaths(planned([['split'], ['work', { readsAll: true }], ['merge']])).inheritedBy(0), undefined)
  assert.equal(walkPaths(planned([['split'], ['work']])).inheritedBy(0), undefined)
})

test('a further split of the same item names its parts after itself', () => {
  const paths = walkPaths(planned([['split'], ['split'], ['merge'], ['merge'], ['split']]))
  assert.deepEqual(
    [0, 1, 4].map((split) => paths.prefixOf(split)),
    ['', '', 'split-4/'],
  )
})
