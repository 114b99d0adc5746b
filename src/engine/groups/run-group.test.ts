import assert from 'node:assert/strict'
import { test } from 'node:test'
import { EngineRun, type FinishedRun } from '../../../test/support/engine-run.ts'
import { PermanentError, RetryableError } from '../../base/errors.ts'
import { isJsonObject, type Json, type JsonObject } from '../../base/json.ts'
import type { GroupDefinition, StepDefinition } from '../../pipeline/definition.ts'
import type { StepPlan } from '../../steps/step.ts'

type Fields = Partial<StepDefinition> & { readonly plan?: Partial<StepPlan> }

/** The numbers of the items of each call, in the order of the calls. */
function grouped(run: EngineRun, group: GroupDefinition, work: (numbers: readonly Json[]) => Json, fields: Fields = {}) {
  const calls: (readonly Json[])[] = []
  run.step(
    ({ items }) => {
      const numbers = Array.isArray(items) ? items.map(numberOf) : []
      calls.push(numbers)
      return work(numbers)
    },
    { name: 'call', options: { items: '{items}' }, group, ...fields },
  )
  return calls
}

function numberOf(entry: Json): Json {
  const input = isJsonObject(entry) ? entry['input'] : undefined
  return isJsonObject(input) ? (input['n'] ?? null) : null
}

const double = (numbers: readonly Json[]) => numbers.map((n) => Number(n) * 2)

function refusing(bad: number) {
  return (numbers: readonly Json[]) => {
    if (numbers.includes(bad)) throw new PermanentError('BAD_ITEM', `not ${bad}`)
    return double(numbers)
  }
}

async function values({ ledger, batch }: FinishedRun) {
  const rows = await ledger.read({ get: 'ended', batch, after: 0, limit: 1_000 })
  return new Map(rows.map(({ id, value, state }) => [id, value === undefined ? state : JSON.parse(value)]))
}

const sizes = (calls: readonly (readonly Json[])[]) => calls.map(({ length }) => length)
const stateOf = ({ ends }: FinishedRun, id: string) => {
  const end = ends.get(id)
  return end?.kind === 'ended' ? [end.state, end.failure?.code] : [end?.kind]
}

test('items go through a grouped step in groups, and each gets its own part of the answer', async () => {
  const run = new EngineRun().items(10)
  const calls = grouped(run, { size: 4 }, double)
  const done = await run.run()
  assert.deepEqual(sizes(calls), [4, 4, 2])
  assert.deepEqual(
    [...(await values(done)).entries()].sort(),
    Array.from({ length: 10 }, (_, n) => [`item-${n}`, n * 2]),
  )
})

test('the steps before and behind it see each item alone', async () => {
  const run = new EngineRun().items(5).step(({ n }) => Number(n) + 1, { options: { n: '{input.n}' } })
  run.step(
    ({ items }) => (Array.isArray(items) ? items.map((one) => (isJsonObject(one) ? (one['result'] ?? null) : null)) : []),
    {
      options: { items: '{items}' },
      group: { size: 2 },
      output: 'answer',
    },
  )
  run.step(({ answer, id }) => `${id}=${answer}`, { options: { answer: '{answer}', id: '{item.id}' } })
  const done = await run.run()
  assert.deepEqual([...(await values(done)).values()].sort(), ['item-0=1', 'item-1=2', 'item-2=3', 'item-3=4', 'item-4=5'])
})

test('an answer may be an object by id', async () => {
  const run = new EngineRun().items(3)
  grouped(run, { size: 3 }, () => ({ 'item-2': 'c', 'item-0': 'a', 'item-1': 'b' }))
  assert.deepEqual([...(await values(await run.run())).entries()].sort(), [
    ['item-0', 'a'],
    ['item-1', 'b'],
    ['item-2', 'c'],
  ])
})

test('a group that fails is halved until the bad item is alone', async () => {
  const run = new EngineRun().items(8)
  const calls = grouped(run, { size: 8 }, refusing(5))
  const done = await run.run()
  assert.deepEqual(sizes(calls), [8, 4, 4, 2, 1, 1, 2])
  assert.deepEqual(stateOf(done, 'item-5'), ['failed', 'BAD_ITEM'])
  assert.equal([...(await values(done)).values()].filter((value) => typeof value === 'number').length, 7)
})

test('an answer that leaves items out is a failure of the group', async () => {
  const run = new EngineRun().items(2)
  const calls = grouped(run, { size: 2 }, () => [1])
  const done = await run.run()
  assert.deepEqual(sizes(calls), [2, 1, 1])
  assert.deepEqual([...(await values(done)).values()], [1, 1])
})

test('what may pass is tried again as a group, and only what is used up is taken apart', async () => {
  const run = new EngineRun().items(4)
  let failures = 0
  const retry = { attempts: 2, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } as const
  const calls = grouped(
    run,
    { size: 4 },
    (numbers) => {
      failures += 1
      if (failures === 1) throw new RetryableError('BUSY', 'later')
      return double(numbers)
    },
    { retry },
  )
  await run.run()
  assert.deepEqual(sizes(calls), [4, 4])
})

test('a second run reuses what each item got, whatever group it was in', async () => {
  const first = new EngineRun().items(4)
  grouped(first, { size: 4 }, double)
  const before = await first.run()
  const second = new EngineRun().items(6).ledger(before.ledger)
  const calls = grouped(second, { size: 3 }, double)
  const done = await second.run()
  assert.deepEqual(calls, [[4, 5]])
  assert.equal((await values(done)).get('item-1'), 2)
})

test('an effect that must not be repeated is known of every member before it happens', async () => {
  const run = new EngineRun().items(3)
  const known: number[] = []
  run.step(
    async ({ items }) => {
      const ids = ['item-0', 'item-1', 'item-2']
      const kept = await Promise.all(ids.map((itemId) => run.ledgerOf.read({ get: 'results', itemId })))
      known.push(kept.flat().filter(({ state }) => state === 'unknown').length)
      return Array.isArray(items) ? items.map(() => 'sent') : []
    },
    { name: 'send', options: { items: '{items}' }, group: { size: 3 }, effects: 'once' },
  )
  const done = await run.run()
  assert.deepEqual([known, [...(await values(done)).values()]], [[3], ['sent', 'sent', 'sent']])
  const [kept] = await done.ledger.read({ get: 'results', itemId: 'item-1' })
  assert.equal(kept?.state, 'done')
})

test('a group of once that ends without an answer, or with a wrong one, waits for a person as a whole', async () => {
  for (const work of [
    () => [1],
    () => {
      throw new Error('reset')
    },
  ]) {
    const run = new EngineRun().items(2)
    const calls = grouped(run, { size: 2 }, work, { effects: 'once' })
    const done = await run.run()
    assert.deepEqual([sizes(calls), stateOf(done, 'item-0')[0], stateOf(done, 'item-1')[0]], [[2], 'review', 'review'])
  }
})

test('a refusal of once is an answer: the group is halved', async () => {
  const run = new EngineRun().items(2)
  const calls = grouped(run, { size: 2 }, refusing(1), { effects: 'once' })
  const done = await run.run()
  assert.deepEqual([sizes(calls), stateOf(done, 'item-0')[0], stateOf(done, 'item-1')[0]], [[2, 1, 1], 'succeeded', 'failed'])
})

test('a condition is asked of each item, and who does not take the step is in no group', async () => {
  const run = new EngineRun().items(4)
  const calls = grouped(run, { size: 4 }, double, { when: 'input.n > 1.0' })
  await run.run()
  assert.deepEqual(calls, [[2, 3]])
})

test('groups keep their bytes', async () => {
  const run = new EngineRun().items(4)
  const bytes = Buffer.byteLength(JSON.stringify({ id: 'item-0', input: { n: 0 }, metadata: {} }))
  const calls = grouped(run, { size: 100, bytes: bytes * 2 + 5 }, double)
  await run.run()
  assert.deepEqual(sizes(calls), [2, 2])
})

test('a grouped step can write no file', async () => {
  const run = new EngineRun().items(1).step((_, { output }) => output.resolve('x'), { group: { size: 2 } })
  assert.deepEqual(stateOf(await run.run(), 'item-0'), ['failed', 'GROUP_OUTPUT'])
})

test('an item that fails on the way to the group is in none', async () => {
  const run = new EngineRun().items(3).step(
    ({ n }) => {
      if (n === 1) throw new PermanentError('EARLY', 'no')
      return n ?? null
    },
    { options: { n: '{input.n}' } },
  )
  const calls = grouped(run, { size: 3 }, double)
  const done = await run.run()
  assert.deepEqual([calls, stateOf(done, 'item-1')], [[[0, 2]], ['failed', 'EARLY']])
})

test('every member has its share of the time, and a note of how many there were', async () => {
  const run = new EngineRun().items(2)
  grouped(run, { size: 2 }, double)
  const { ledger, batch } = await run.run()
  const attempts = await ledger.read({ get: 'attempts', batch, after: 0, limit: 9 })
  const ofStep = attempts.filter(({ step }) => step === 0)
  const notes: JsonObject[] = ofStep.map(({ notes }) => JSON.parse(notes ?? '{}'))
  assert.deepEqual(notes, [{ group: 2 }, { group: 2 }])
})
