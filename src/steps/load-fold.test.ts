import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { loadFold } from './load-fold.ts'

test('a fold begins anew each time, adds, and finishes', async (t) => {
  const room = workspace(t, {
    'fold.ts': `export const initial = { ids: [] }
      export default (all, output) => { all.ids.push(output.id); return all }
      export const finish = ({ ids }) => ids.join()`,
  })
  const fold = await loadFold(room.path('fold.ts'))
  const first = fold.add(fold.add(fold.initial(), { id: 'a' }), { id: 'b' })
  assert.equal(await fold.finish(first), 'a,b')
  assert.equal(await fold.finish(fold.initial()), '')
})

test('a fold may wait, and `initial` may be a function', async (t) => {
  const room = workspace(t, { 'fold.ts': 'export const initial = () => 1\nexport default async (sum) => sum + 1' })
  const fold = await loadFold(room.path('fold.ts'))
  assert.equal(await fold.finish(await fold.add(fold.initial(), {})), 2)
})

const broken: readonly (readonly [string, string, string])[] = [
  ['no function', 'export const initial = 0', 'Expected a function as its default export, got none.'],
  [
    'nothing to begin with',
    'export default () => 1',
    'Expected an export `initial`: the value to begin with, or a function that makes it, got none.',
  ],
  [
    'a finish that is none',
    'export const initial = 0, finish = 3\nexport default () => 1',
    'Expected `finish` to be a function, got number.',
  ],
]

for (const [what, code, message] of broken) {
  test(`a fold with ${what} is refused before the start`, async (t) => {
    const room = workspace(t, { 'fold.ts': code })
    await assert.rejects(loadFold(room.path('fold.ts')), {
      code: 'MODULE_NO_FOLD',
      message,
      place: { file: room.path('fold.ts') },
    })
  })
}

test('a forgotten return is found at the first output, now and later', async (t) => {
  const room = workspace(t, {
    'fold.ts': 'export const initial = 0\nexport default () => {}',
    'slow.ts': 'export const initial = 0\nexport default async () => {}',
  })
  const [fold, slow] = [await loadFold(room.path('fold.ts')), await loadFold(room.path('slow.ts'))]
  assert.throws(() => fold.add(0, {}), { code: 'FOLD_RETURNED_NOTHING' })
  await assert.rejects(async () => slow.add(0, {}), { code: 'FOLD_RETURNED_NOTHING' })
})

test('what it comes to must be JSON', async (t) => {
  const room = workspace(t, { 'fold.ts': 'export const initial = new Map()\nexport default (all) => all' })
  const fold = await loadFold(room.path('fold.ts'))
  await assert.rejects(async () => fold.finish(fold.initial()), { code: 'RESULT_NOT_JSON' })
})
