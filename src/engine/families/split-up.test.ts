import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PlannedStep } from '../planned-step.ts'
import type { Walk } from '../walk.ts'
import type { Expansion, FamilyAccess } from './family-ledger.ts'
import { splitUp } from './split-up.ts'

interface Arranged {
  readonly state?: { readonly isComplete: boolean; readonly open: number }
  readonly merge?: number
  readonly taken?: string
  readonly prefix?: string
}

function arrange({ state, merge, taken, prefix = '' }: Arranged) {
  const expanded: Expansion[] = []
  const families: FamilyAccess = {
    inherit: async () => undefined,
    state: async () => state,
    expand: async (_walk, expansion) => {
      expanded.push(expansion)
      return taken
    },
    end: async () => ({ results: [], failures: [], total: 0, succeeded: 0, skipped: 0, failed: 0 }),
  }
  const paths = {
    of: () => [],
    mergeOf: () => merge,
    splitOf: () => undefined,
    inheritedBy: () => undefined,
    prefixOf: () => prefix,
  }
  // Only what a split looks at.
  const planned = { index: 1, definition: { name: 'split' } } as unknown as PlannedStep
  const walk = { item: { id: 'a', metadata: {} }, names: {}, ready: {} } as unknown as Walk
  const split = (parts = [{ id: '0001', data: 1 }]) => splitUp(planned, parts, { walk, kit: { families, paths } })
  return { expanded, split }
}

test('parts are written down, and their item waits at the merge', async () => {
  const { expanded, split } = arrange({ merge: 3 })
  assert.deepEqual(await split(), { kind: 'waiting', step: 3 })
  assert.deepEqual([expanded[0]?.split, expanded[0]?.inner, expanded[0]?.parts], [1, true, [{ id: '0001', data: 1 }]])
})

test('parts that are all there are not written again', async () => {
  const { expanded, split } = arrange({ merge: 3, state: { isComplete: true, open: 2 } })
  assert.deepEqual(await split(), { kind: 'waiting', step: 3 })
  assert.deepEqual(expanded, [])
})

test('a family that a crash left half written is completed', async () => {
  const { expanded, split } = arrange({ merge: 3, state: { isComplete: false, open: 0 } })
  assert.deepEqual(await split(), { kind: 'waiting', step: 3 })
  assert.equal(expanded.length, 1)
})

test('once all parts have ended the walk goes on', async () => {
  assert.equal(await arrange({ merge: 3, state: { isComplete: true, open: 0 } }).split(), undefined)
})

test('without a merge the parts stand for their item', async () => {
  const { expanded, split } = arrange({ prefix: 'split-2/' })
  assert.deepEqual(await split(), { kind: 'ended', state: 'succeeded', isReplaced: true })
  assert.deepEqual([expanded[0]?.inner, expanded[0]?.parts], [false, [{ id: 'split-2/0001', data: 1 }]])
})

test('an item without parts is skipped, and an id that is taken fails it', async () => {
  assert.deepEqual(await arrange({ merge: 3 }).split([]), { kind: 'ended', state: 'skipped', reason: 'split: it has no parts' })
  await assert.rejects(arrange({ merge: 3, taken: 'a/0001' }).split(), { name: 'PermanentError', code: 'SPLIT_ID_TAKEN' })
})
