import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryAllowances } from '../../test/support/limit-parts.ts'
import type { KeptAllowance } from './allowance.ts'
import { Spending } from './spending.ts'

const ten = { bytes: 0, usd: 0.1 }

async function open(kept: Record<string, KeptAllowance>, budget = { usd: 1 }) {
  const told = { changes: 0 }
  const onChange = () => {
    told.changes += 1
  }
  const spending = await Spending.open({
    budget,
    store: memoryAllowances(kept),
    name: 'budget b',
    onChange,
    onLost: (thrown) => assert.fail(String(thrown)),
  })
  return { spending, told }
}

test('an attempt may start once what it uses is written down', async () => {
  const kept: Record<string, KeptAllowance> = {}
  const { spending, told } = await open(kept)
  spending.supply(ten)
  spending.supply(ten)
  assert.equal(spending.delay(ten), Number.POSITIVE_INFINITY)
  await new Promise(setImmediate)
  assert.deepEqual([spending.delay(ten), told.changes], [0, 1])
  assert.ok((kept['budget b']?.state.handedOut['usd'] ?? 0) >= 0.1)
})

test('a batch that came to rest counts what it used, one that died what it may have used', async () => {
  const kept: Record<string, KeptAllowance> = {}
  const { spending } = await open(kept)
  spending.supply(ten)
  await new Promise(setImmediate)
  spending.started(ten)
  const died = await open({ ...kept })
  assert.equal(died.spending.spentFor({ bytes: 0, usd: 0.9 }), 'usd')
  spending.finished({ kind: 'succeeded', ms: 1, cost: ten, actual: { usd: 0.02 } })
  await spending.close()
  const rested = await open({ ...kept })
  assert.equal(rested.spending.spentFor({ bytes: 0, usd: 0.98 }), undefined)
  assert.equal(rested.spending.spentFor({ bytes: 0, usd: 0.99 }), 'usd')
})

test('a larger budget goes on from what was used', async () => {
  const kept = { 'budget b': { state: { handedOut: { usd: 1 }, quietUntil: 0 }, isForeign: true } }
  const { spending } = await open(kept, { usd: 5 })
  assert.equal(spending.spentFor({ bytes: 0, usd: 4 }), undefined)
  assert.equal(spending.states[0]?.used, 1)
})

test('a budget that was raised stays so', async () => {
  const kept: Record<string, KeptAllowance> = {}
  await (await open(kept, { usd: 5 })).spending.close()
  assert.equal((await open(kept, { usd: 1 })).spending.budget.usd, 5)
})
