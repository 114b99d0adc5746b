import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SourceEntry } from '../sources/source.ts'
import { DependencyPlan } from './dependency-plan.ts'

const entry = (id: string, ...on: string[]): SourceEntry => ({
  ...{ kind: 'item', id, idIsHash: false, data: null, metadata: {}, sizeBytes: 0, priority: 0 },
  dependsOn: on.map((name) => ({ on: name, onFailure: 'skip' as const })),
})

function check(entries: readonly SourceEntry[]): void {
  const plan = new DependencyPlan()
  for (const one of entries) plan.add(one)
  plan.check()
}

test('items that wait for others before or behind them pass', () => {
  check([entry('c', 'a', 'b*'), entry('a'), entry('b1', 'a'), entry('b2')])
})

test('one that would wait for ever is refused', () => {
  assert.throws(() => check([entry('a', 'b'), entry('b', 'a')]), { code: 'DEPENDENCY_CYCLE', message: /a -> b -> a/ })
  assert.throws(() => check([entry('a', 'bb'), entry('b')]), { code: 'DEPENDENCY_MISSING', message: /Did you mean "b"\?/ })
})

test('a broken entry may be waited for: it will have failed', () => {
  check([{ kind: 'broken', id: 'a', code: 'X', message: 'row 1', sizeBytes: 0 }, entry('b', 'a')])
})

test('a second entry with the same id is no other item to wait for', () => {
  assert.throws(() => check([entry('a', 'b'), entry('b', 'a'), entry('b')]), { code: 'DEPENDENCY_CYCLE' })
})
