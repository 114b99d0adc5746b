import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { explainItem, openInspection } from '../../src/inspect.ts'
import { type CountedStep, runCounted } from '../support/counting-batch.ts'
import { shortOrFull } from '../support/faults.ts'
import { workspace } from '../support/workspace.ts'

const one: readonly CountedStep[] = [{ name: 'only', with: '{input.text}' }]
const chain: readonly CountedStep[] = [
  { name: 'first', with: '{input.text}', salt: 'a' },
  { name: 'second', with: '{first}', salt: 'b' },
  { name: 'apart', with: '{input.text}', salt: 'c' },
]

function inputsOf(rows: ReadonlyMap<string, string>) {
  return [...rows].map(([id, text]) => ({ id, data: { text } }))
}

/** Two versions of one list: the second is the first reordered, with some rows added, changed or taken away. */
const twoLists = fc
  .record({
    before: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.stringMatching(/^[a-z]{0,2}$/), { minKeys: 1, maxKeys: 8 }),
    after: fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.stringMatching(/^[a-z]{0,2}$/), { maxKeys: 4 }),
    kept: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    order: fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
  })
  .map(({ before, after, kept, order }) => {
    const first = new Map(Object.entries(before))
    const second = [...first].filter((_, index) => kept[index]).concat(Object.entries(after))
    const shuffled = second.map((row, index) => ({ row, at: order[index] ?? 0 })).sort((a, b) => a.at - b.at)
    return { first, second: new Map(shuffled.map(({ row }) => row)) }
  })
  .filter(({ second }) => second.size > 0)

test('however a list is reordered, added to or cut, a second run does exactly what is new or changed', async (t) => {
  const property = fc.asyncProperty(twoLists, async ({ first, second }) => {
    const { folder } = workspace(t)
    await runCounted(folder, inputsOf(first), one)
    const again = await runCounted(folder, inputsOf(second), one)
    const fresh = [...second].filter(([id, text]) => first.get(id) !== text).map(([id]) => `${id}:only`)
    assert.deepEqual(again.steps, fresh.sort())
    assert.equal(again.result.succeeded, second.size)
  })
  await fc.assert(property, { numRuns: shortOrFull(15, 500), interruptAfterTimeLimit: shortOrFull(60_000, 600_000) })
})

test('when a step is edited, that step and those that see its value run again, and no other', async (t) => {
  const edits = fc.array(fc.constantFrom(0, 1, 2), { minLength: 1, maxLength: 3 })
  const property = fc.asyncProperty(edits, async (edited) => {
    const { folder } = workspace(t)
    const inputs = inputsOf(
      new Map([
        ['x', 'one'],
        ['y', 'two'],
      ]),
    )
    await runCounted(folder, inputs, chain)
    const steps = chain.map((step, index) => (edited.some((at) => at === index) ? { ...step, salt: `${step.salt}!` } : step))
    const again = await runCounted(folder, inputs, steps)
    const affected = chain
      .filter((_, index) => edited.some((at) => at === index) || (index === 1 && edited.includes(0)))
      .map(({ name }) => name)
    assert.deepEqual(again.steps, ['x', 'y'].flatMap((id) => affected.map((name) => `${id}:${name}`)).sort())
  })
  await fc.assert(property, { numRuns: shortOrFull(8, 300) })
})

test('explain names the piece that changed', async (t) => {
  const { folder } = workspace(t)
  const inputs = inputsOf(new Map([['x', 'one']]))
  await runCounted(folder, inputs, chain)
  const edited = chain.map((step) => (step.name === 'apart' ? { ...step, salt: 'other' } : step))
  await runCounted(folder, inputs, edited)
  const batch = await openInspection({ folder })
  t.after(() => batch.close())
  const { steps } = await explainItem(batch, 'x')
  assert.deepEqual(
    steps.map(({ step, action }) => [step, action]),
    [
      ['first', 'reused'],
      ['second', 'reused'],
      ['apart', 'ran'],
    ],
  )
  assert.match(steps[2]?.why ?? '', /^Changed since the last result: /)
})
