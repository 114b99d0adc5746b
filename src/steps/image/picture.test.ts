import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sizeAfter } from './picture.ts'

test('a quarter turn swaps width and height, a half turn does not', () => {
  const size = { width: 4, height: 3 }
  assert.deepEqual(sizeAfter(size, [{ kind: 'rotate', turns: 1 }]), { width: 3, height: 4 })
  assert.deepEqual(sizeAfter(size, [{ kind: 'rotate', turns: 2 }]), size)
})

test('a crop sets the size for what follows it', () => {
  const steps = [
    { kind: 'crop', left: 0, top: 0, width: 2, height: 1 },
    { kind: 'rotate', turns: 3 },
  ] as const
  assert.deepEqual(sizeAfter({ width: 4, height: 3 }, steps), { width: 1, height: 2 })
})
