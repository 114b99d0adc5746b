import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { PermanentError, RetryableError } from '../base/errors.ts'

const tryTwice = { attempts: 2, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } as const

function always(error: () => Error) {
  return () => {
    throw error()
  }
}

test('an optional step and a later one that both fail for ever do not keep an item trying for ever', async () => {
  const busy = always(() => new RetryableError('BUSY', 'never'))
  const run = await engineRun()
    .items(1)
    .options({ mode: 'best_effort' })
    .step(busy, { name: 'extra', optional: true, retry: tryTwice })
    .step(busy, { name: 'last', retry: tryTwice })
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'failed')
  assert.ok(run.told.length <= 4)
})

test('two steps that fail in turns come to an end', async () => {
  let walks = 0
  const run = await engineRun()
    .items(1)
    .step(
      () => {
        walks += 1
        if (walks % 2 === 1) throw new RetryableError('BUSY', 'every other time')
        return null
      },
      { plan: { isDurable: false }, retry: { ...tryTwice, attempts: 4 } },
    )
    .step(
      always(() => new RetryableError('BUSY', 'never')),
      { retry: { ...tryTwice, attempts: 4 } },
    )
    .run()
  assert.equal(run.ends.size, 1)
  assert.ok(walks <= 8, `${walks} walks`)
})

test('an item whose steps all ran for the first time is not counted as reused, even where no value is kept', async () => {
  const build = () =>
    engineRun()
      .items(2)
      .step(() => 1, { plan: { isDurable: false } })
  const first = build()
  const { ledger } = await first.run()
  assert.equal(first.engine?.snapshot().reused, 0)
  const second = build().ledger(ledger)
  await second.run()
  assert.equal(second.engine?.snapshot().reused, 2)
})

test('a step whose value is not kept runs again beside a reused one, and the item counts as reused', async () => {
  const calls: string[] = []
  const build = () =>
    engineRun()
      .items(1)
      .step(() => calls.push('loose'), { plan: { isDurable: false } })
      .step(() => calls.push('kept'))
  const { ledger } = await build().run()
  const again = build().ledger(ledger)
  await again.run()
  assert.deepEqual(calls, ['loose', 'kept', 'loose'])
  assert.equal(again.engine?.snapshot().reused, 1)
})

test('what goes wrong outside a step is an attempt with its message all the same', async () => {
  const run = await engineRun()
    .item('gone', { path: '/nowhere/gone.txt' })
    .step(() => 1, { plan: { readsFile: true } })
    .run()
  const [attempt, ...more] = await run.ledger.read({ get: 'attempts', batch: run.batch, after: 0, limit: 10 })
  assert.deepEqual(more, [])
  assert.deepEqual([attempt?.step, attempt?.outcome, attempt?.code], [0, 'failed', 'SOURCE_MISSING'])
  assert.match(attempt?.error ?? '', /gone.txt is not there any more/)
})

test('a value that is not JSON fails the attempt instead of being kept', async () => {
  const circular: Record<string, unknown> = {}
  circular['self'] = circular
  const run = await engineRun()
    .items(1)
    // What a module of a user may do whatever the types say.
    .step(() => circular as never)
    .run()
  const attempts = await run.ledger.read({ get: 'attempts', batch: run.batch, after: 0, limit: 10 })
  assert.deepEqual(
    attempts.map(({ outcome }) => outcome),
    ['failed'],
  )
  assert.deepEqual(await run.ledger.read({ get: 'results', itemId: 'item-0' }), [])
})

test('a once step that lost its connection is not tried again: a person decides', async () => {
  let calls = 0
  const run = await engineRun()
    .items(1)
    .step(
      () => {
        calls += 1
        throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
      },
      { effects: 'once', retry: tryTwice },
    )
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'review')
  assert.equal(calls, 1)
  const [kept] = await run.ledger.read({ get: 'results', itemId: 'item-0' })
  assert.equal(kept?.state, 'unknown')
})

test('a once step that never reached the other side is tried again', async () => {
  let calls = 0
  const run = await engineRun()
    .items(1)
    .step(
      () => {
        calls += 1
        if (calls === 1) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
        return 'sent'
      },
      { effects: 'once', retry: tryTwice },
    )
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'succeeded')
  assert.equal(calls, 2)
})

test('the doubt about a once step is kept before it begins, and gone when it has answered', async () => {
  const arranged = engineRun().items(1)
  const seen: unknown[] = []
  const run = await arranged
    .step(
      async () => {
        seen.push((await arranged.ledgerOf.read({ get: 'results', itemId: 'item-0' })).map(({ state }) => state))
        return 'sent'
      },
      { effects: 'once' },
    )
    .run()
  assert.deepEqual(seen, [['unknown']])
  const kept = await run.ledger.read({ get: 'results', itemId: 'item-0' })
  assert.deepEqual(
    kept.map(({ state, value }) => [state, value]),
    [['done', '"sent"']],
  )
})

test('a batch that is stopped before a once step begins leaves no doubt about it', async () => {
  const arranged = engineRun().items(1).options({ workers: 1 })
  const run = await arranged
    .step(() => {
      arranged.engine?.control('stop', {})
      return 1
    })
    .step(() => 'sent', { effects: 'once' })
    .run()
  assert.equal(run.stop?.state, 'interrupted')
  const kept = await run.ledger.read({ get: 'results', itemId: 'item-0' })
  assert.deepEqual(
    kept.map(({ state }) => state),
    ['done'],
  )
  const row = await run.ledger.read({ get: 'batch', batch: run.batch })
  assert.equal(row?.counts.ready, 1)
})

test('a lapse of an optional step does not hide that a required one failed', async () => {
  const bad = always(() => new PermanentError('BAD', 'no'))
  const run = await engineRun()
    .items(1)
    .options({ mode: 'best_effort' })
    .step(bad, { optional: true })
    .step(bad, { name: 'needed' })
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'failed')
})
