import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildBudget, buildCost, buildLimits, limitFindings } from './build-limits.ts'

const limits = buildLimits({
  shop: { requests: [{ amount: 20, perMs: 1_000 }] },
  model: { tokens: [{ amount: 1_000, perMs: 60_000 }] },
})

type Given = Parameters<typeof limitFindings>[0]

const pipeline = (given: Partial<Given>): Given => ({ steps: [], after: [], limits, options: {}, ...given })

test('what runs once takes no limit', () => {
  const [finding] = limitFindings(pipeline({ after: [{ limits: ['shop'] }] }))
  assert.match(finding?.message ?? '', /runs once: it takes no `limit`/)
})

test('a limit that nobody defined is refused with what was meant', () => {
  const [finding] = limitFindings(pipeline({ steps: [{ limits: ['shopp'] }] }))
  assert.match(finding?.message ?? '', /got "shopp"\. Did you mean "shop"\?/)
  assert.deepEqual(finding?.path, ['steps', 0, 'limit'])
})

test('without any limits the message says so', () => {
  const [finding] = limitFindings(pipeline({ steps: [{}, { limits: ['shop'] }], limits: [] }))
  assert.match(finding?.message ?? '', /has no `limits`/)
})

test('a limit of tokens needs a step that says how many', () => {
  const [finding] = limitFindings(pipeline({ steps: [{ limits: ['model'] }] }))
  assert.match(finding?.message ?? '', /Write `cost: \{ tokens: … \}`/)
  const cost = buildCost({ cost: { tokens: '{input.estimate}' } })
  assert.ok(cost)
  assert.deepEqual(limitFindings(pipeline({ steps: [{ limits: ['model'], cost }] })), [])
})

test('a burst needs requests', () => {
  const [finding] = limitFindings(pipeline({ limits: buildLimits({ shop: { burst: 3 } }) }))
  assert.match(finding?.message ?? '', /needs `requests`/)
})

test('a budget needs a step that says what it uses', () => {
  const budget = buildBudget({ usd: 1, time: 1_000 })
  const [finding, ...others] = limitFindings(pipeline({ steps: [{}], options: { budget } }))
  assert.match(finding?.message ?? '', /`budget.usd` needs a step/)
  assert.deepEqual(others, [])
})

test('a step that says nothing about what it uses has no cost', () => {
  assert.equal(buildCost({}), undefined)
  assert.deepEqual(buildCost({ cost_from: { usd: 'result.price' } }), { most: {}, from: { usd: 'result.price' } })
})

test('a group or an attempt that is larger than a whole window is refused', () => {
  const model = (step: Partial<Given['steps'][number]>) => {
    const cost = buildCost({ cost: { tokens: '{input.estimate}' } })
    return limitFindings(pipeline({ steps: [{ limits: ['model'], ...(cost === undefined ? {} : { cost }), ...step }] }))
  }
  const [group] = model({ group: { size: 10, tokens: 2_000 } })
  assert.match(group?.message ?? '', /A group of up to 2000 tokens is larger than the limit "model", whose window has 1000/)
  const [attempt] = model({ cost: { most: { tokens: 1_001 }, from: {} } })
  assert.deepEqual(attempt?.path, ['steps', 0, 'cost'])
  assert.deepEqual(model({ group: { size: 10, tokens: 1_000 } }), [])
})
