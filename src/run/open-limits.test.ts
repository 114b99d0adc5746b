import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { limitDefinition } from '../../test/support/limit-parts.ts'
import { ManualClock } from '../base/clock.ts'
import type { StopReason } from '../engine/stop-rule.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { Budget, LimitDefinition } from '../pipeline/limit-definition.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { openLimits } from './open-limits.ts'

interface Given {
  readonly limits?: readonly LimitDefinition[]
  readonly budget?: Budget
  readonly earlierMs?: number
  readonly folder?: string
}

async function open(t: TestContext, { limits = [], budget, earlierMs = 0, folder = '/nowhere' }: Given) {
  const ledger = memoryLedger()
  t.after(() => ledger.close())
  const row = await ledger.read({ get: 'batch', batch: await batchOf(ledger, []) })
  assert.ok(row)
  const options = budget === undefined ? {} : { budget }
  const definition = { limits: ['shop'], cost: { most: { usd: 0.1 }, from: {} } }
  const prepared = { pipeline: { limits, options }, steps: [{ definition }] } as unknown as PreparedBatch // only what is looked at
  const clock = new ManualClock()
  const tell = { breaker: () => {} }
  const opened = await openLimits({ prepared, owned: { ledger, row, earlierMs }, tell, onLost: assert.fail, clock, folder })
  const stops: StopReason[] = []
  opened?.limits.listen({ onOpen: () => {}, onStop: (reason) => stops.push(reason) })
  return { opened, clock, ledger, row, stops }
}

test('a batch that nothing limits has no limits', async (t) => {
  const { opened } = await open(t, { limits: [limitDefinition({ name: 'unused' })] })
  assert.equal(opened.limits.isNone, true)
})

test('what is left of an allowance is kept in the ledger', async (t) => {
  const limit = limitDefinition({ scope: 'batch', requests: [{ amount: 10, perMs: 1_000 }] })
  const { opened, ledger } = await open(t, { limits: [limit] })
  assert.ok(await opened?.limits.at(0)?.enter(1, { bytes: 0 }))
  assert.match((await ledger.read({ get: 'limit', name: 'shop' }))?.state ?? '', /requests\/1000/)
})

test('an allowance of the machine is kept beside the ledger', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-limits-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const limit = limitDefinition({ requests: [{ amount: 10, perMs: 1_000 }] })
  const { opened, ledger } = await open(t, { limits: [limit], folder })
  assert.ok(opened)
  assert.ok(opened.limits.at(0)?.enter(1, { bytes: 0 }))
  assert.equal(await ledger.read({ get: 'limit', name: 'shop' }), undefined)
  const over = new AbortController()
  const watched = opened.watch(over.signal)
  over.abort()
  await watched
})

test('the time of a budget counts from the first session, and what was used is kept when the batch comes to rest', async (t) => {
  const { opened, clock, ledger, row, stops } = await open(t, { budget: { usd: 1, timeMs: 5_000 }, earlierMs: 3_000 })
  assert.ok(opened)
  const over = new AbortController()
  const watched = opened.watch(over.signal)
  clock.advance(1_999)
  await new Promise(setImmediate)
  assert.equal(stops.length, 0)
  clock.advance(1)
  await new Promise(setImmediate)
  assert.match(stops[0]?.message ?? '', /the budget of 5 s is used up/)
  over.abort()
  await watched
  assert.match((await ledger.read({ get: 'limit', name: `budget of ${row.name}` }))?.state ?? '', /"usd":0/)
})
