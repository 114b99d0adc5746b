import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { workspace } from '../../test/support/workspace.ts'
import { RetryableError } from '../base/errors.ts'

test('a step that delivers two files at once does not disturb itself', async (t) => {
  const room = workspace(t)
  const run = await engineRun()
    .items(1)
    .root(room.folder)
    .step(async (_options, context) => {
      const deliver = (name: string) =>
        context.output.deliver({ path: room.path(name), write: async (path) => void writeFileSync(path, name) })
      await Promise.all([deliver('one'), deliver('two'), deliver('three')])
      return null
    })
    .run()
  const end = run.ends.get('item-0')
  assert.ok(end?.kind === 'ended' && end.state === 'succeeded', JSON.stringify(end))
  assert.deepEqual(room.list(), ['one', 'three', 'two'])
})

test('the idempotency key is the same for every try and every batch, and differs between items', async () => {
  const keys = new Map<string, Set<string>>()
  const build = () =>
    engineRun()
      .items(2)
      .step(
        (_options, { item, idempotencyKey, attempt }) => {
          keys.set(item.id, (keys.get(item.id) ?? new Set()).add(idempotencyKey))
          if (attempt === 1) throw new RetryableError('BUSY', 'not yet')
          return 1
        },
        { retry: { attempts: 2, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } },
      )
  const { ledger } = await build().run()
  await build().options({ fresh: true }).ledger(ledger).run()
  assert.deepEqual(
    [...keys.values()].map(({ size }) => size),
    [1, 1],
  )
  assert.equal(new Set([...keys.values()].flatMap((set) => [...set])).size, 2)
})

test('what a step notes is kept with its attempt', async () => {
  const run = await engineRun()
    .items(1)
    .step((_options, context) => {
      context.note({ exit_code: 3 })
      context.note({ signal: null })
      return 1
    })
    .run()
  const [attempt] = await run.ledger.read({ get: 'attempts', batch: run.batch, after: 0, limit: 5 })
  assert.deepEqual(JSON.parse(attempt?.notes ?? ''), { exit_code: 3, signal: null })
})
