import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { BatchError, PermanentError, RetryableError } from '../base/errors.ts'

const retryTwice = { attempts: 3, backoff: 'constant', delayMs: 1, maxDelayMs: 1, jitter: false } as const

test('every item goes through every step, and the value of a step is seen by the next', async () => {
  const run = await engineRun()
    .items(50)
    .step(({ n }) => Number(n) + 1, { options: { n: '{input.n}' }, output: 'more' })
    .step(({ more }) => Number(more) * 2, { options: { more: '{more}' } })
    .run()
  assert.equal(run.ends.size, 50)
  assert.ok([...run.ends.values()].every((end) => end.kind === 'ended' && end.state === 'succeeded'))
  const ended = await run.ledger.read({ get: 'ended', batch: run.batch, after: 0, limit: 100 })
  assert.deepEqual(
    ended.map(({ value }) => Number(value)).sort((a, b) => a - b),
    Array.from({ length: 50 }, (_, n) => (n + 1) * 2),
  )
})

test('thousands of items pass through a plan that holds a thousand', async () => {
  const run = await engineRun()
    .items(7_000)
    .step(() => 1)
    .run()
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.equal(row?.counts.succeeded, 7_000)
  assert.equal(run.ends.size, 7_000)
})

test('no more items run at once than there are workers, and that many do', async () => {
  let running = 0
  let most = 0
  await engineRun()
    .items(40)
    .options({ workers: 5 })
    .step(async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running -= 1
      return null
    })
    .run()
  assert.equal(most, 5)
})

test('a failed try is repeated as often as the policy says, and then the item has failed', async () => {
  const tries = new Map<string, number>()
  const run = await engineRun()
    .items(3)
    .step(
      (_options, { item, attempt }) => {
        tries.set(item.id, attempt)
        if (item.id === 'item-1' && attempt < 3) throw new RetryableError('BUSY', 'not yet')
        if (item.id === 'item-2') throw new RetryableError('BUSY', 'never')
        return attempt
      },
      { retry: retryTwice },
    )
    .run()
  assert.deepEqual(Object.fromEntries(tries), { 'item-0': 1, 'item-1': 3, 'item-2': 3 })
  const states = [...run.ends].map(([id, end]) => [id, end.kind === 'ended' && end.state])
  assert.deepEqual(Object.fromEntries(states), { 'item-0': 'succeeded', 'item-1': 'succeeded', 'item-2': 'failed' })
})

test('a permanent error fails its item at once and no other', async () => {
  const run = await engineRun()
    .items(5)
    .step(
      (_options, { item }) => {
        if (item.id === 'item-3') throw new PermanentError('BAD', 'cannot be')
        return 1
      },
      { retry: retryTwice },
    )
    .run()
  const end = run.ends.get('item-3')
  assert.ok(end?.kind === 'ended' && end.state === 'failed')
  assert.equal(end.failure?.code, 'BAD')
  assert.equal([...run.ends.values()].filter((other) => other.kind === 'ended' && other.state === 'succeeded').length, 4)
})

test('a batch error stops the batch and leaves its item pending', async () => {
  const run = await engineRun()
    .items(20)
    .options({ workers: 1 })
    .step((_options, { item }) => {
      if (item.id === 'item-2') throw new BatchError('NO_CREDIT', 'the account is empty')
      return 1
    })
    .run()
  assert.equal(run.stop?.code, 'NO_CREDIT')
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.equal(row?.counts.succeeded, 2)
  assert.equal(row?.counts.ready, 18)
})

test('fail_fast stops at the first failure, and what runs finishes', async () => {
  const run = await engineRun()
    .items(100)
    .options({ workers: 2, failFast: true })
    .step((_options, { item }) => {
      if (item.id === 'item-4') throw new PermanentError('BAD', 'broken')
      return 1
    })
    .run()
  assert.equal(run.stop?.code, 'FAIL_FAST')
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.equal(row?.counts.failed, 1)
  assert.ok((row?.counts.ready ?? 0) > 80)
  assert.equal(row?.counts.running, 0)
})

test('with one worker fail_fast starts nothing after the failure', async () => {
  const run = await engineRun()
    .items(10)
    .options({ workers: 1, failFast: true })
    .step(() => {
      throw new PermanentError('BAD', 'broken')
    })
    .run()
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.deepEqual([row?.counts.failed, row?.counts.ready], [1, 9])
})

test('a condition that does not hold skips the item at a keep step, and passes over any other step', async () => {
  const run = await engineRun()
    .items(4)
    .step(() => null, { name: 'even', kind: 'keep', when: 'input.n % 2 == 0' })
    .step(() => 'done', { when: 'input.n == 0', output: 'only' })
    .step(({ only }) => only ?? null, { options: { only: '{only}' } })
    .run()
  const ended = await run.ledger.read({ get: 'ended', batch: run.batch, after: 0, limit: 10 })
  const values = ended.map(({ id, state, value }) => [id, state, value]).sort()
  assert.deepEqual(values, [
    ['item-0', 'succeeded', '"done"'],
    ['item-1', 'skipped', undefined],
    ['item-2', 'succeeded', 'null'],
    ['item-3', 'skipped', undefined],
  ])
})

test('a second batch over the same items reuses every result, and a changed step runs alone', async () => {
  const calls: string[] = []
  const build = (second: string) =>
    engineRun()
      .items(3)
      .step(() => calls.push('first'), { output: 'first' })
      .step(() => calls.push('second'), { options: { text: second } })
  const first = await build('a').run()
  await build('a').ledger(first.ledger).run()
  assert.equal(calls.length, 6)
  await build('b').ledger(first.ledger).run()
  assert.deepEqual(calls.slice(6), ['second', 'second', 'second'])
})

test('a row that could not be read is a failed item, and the rest goes on', async () => {
  const run = await engineRun()
    .items(2)
    .broken('row-3', 'row 3: no such quote')
    .step(() => 1)
    .run()
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.deepEqual([row?.total, row?.counts.succeeded, row?.counts.failed], [3, 2, 1])
})

test('smallest_first waits for the source to end and then goes by size', async () => {
  const order: string[] = []
  await engineRun()
    .item('large', {}, 300)
    .item('small', {}, 10)
    .item('middle', {}, 50)
    .options({ workers: 1, order: 'smallest_first' })
    .step((_options, { item }) => order.push(item.id))
    .run()
  assert.deepEqual(order, ['small', 'middle', 'large'])
})

test('a step that outlives its time is stopped and tried again', async () => {
  let tries = 0
  const run = await engineRun()
    .items(1)
    .step(
      async (_options, { signal }) => {
        tries += 1
        if (tries > 1) return 'quick'
        await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new Error('told to stop'))))
        return 'never'
      },
      { timeoutMs: 20, retry: retryTwice },
    )
    .run()
  assert.equal(tries, 2)
  const [told] = run.told
  assert.ok(told?.end.kind === 'retry')
  assert.equal(told.end.failure.code, 'TIMEOUT')
})

test('an answer that was never seen of a step that must not be repeated waits for a person', async () => {
  const run = await engineRun()
    .items(1)
    .step(() => new Promise(() => undefined), { timeoutMs: 10, effects: 'once' })
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'review')
})

test('a once step that says itself that it failed is not in doubt', async () => {
  const run = await engineRun()
    .items(1)
    .step(
      () => {
        throw new PermanentError('REFUSED', 'no')
      },
      { effects: 'once' },
    )
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'failed')
  assert.deepEqual(await run.ledger.read({ get: 'results', itemId: 'item-0' }), [])
})

test('in best effort mode an optional step that fails is passed over, and the outcome says so', async () => {
  const run = await engineRun()
    .items(1)
    .options({ mode: 'best_effort' })
    .step(
      () => {
        throw new PermanentError('BAD', 'nothing there')
      },
      { name: 'extra', optional: true, output: 'extra' },
    )
    .step(() => 'kept')
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'succeeded')
  assert.match(end.reason ?? '', /extra failed: nothing there/)
})

test('of items that fail one after the other, exactly one more than tolerated is started', async () => {
  const started: string[] = []
  const run = engineRun()
    .items(10)
    .options({ workers: 1, tolerate: { count: 2 } })
  const failing = run.step(
    ({ n }) => {
      started.push(String(n))
      throw new PermanentError('BAD', 'broken')
    },
    { options: { n: '{input.n}' } },
  )
  assert.equal((await failing.run()).stop?.code, 'TOO_MANY_FAILURES')
  assert.equal(started.length, 3)
})

test('more failures than the tolerated share of all items stop the batch, and that many do not', async () => {
  const stopOf = async (share: number) => {
    const run = engineRun().items(10).options({ workers: 1, tolerate: { share } })
    const failing = run.step(
      ({ n }) => {
        if (Number(n) < 3) throw new PermanentError('BAD', 'broken')
        return 1
      },
      { options: { n: '{input.n}' } },
    )
    return (await failing.run()).stop?.code
  }
  assert.deepEqual([await stopOf(0.2), await stopOf(0.3)], ['TOO_MANY_FAILURES', undefined])
})
