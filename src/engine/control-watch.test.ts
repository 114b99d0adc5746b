import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { systemClock } from '../base/clock.ts'
import { watchControls } from './control-watch.ts'

test('what another process asks for is applied in order, once, and answered in the ledger', async () => {
  const { ledger, batch } = await engineRun()
    .items(1)
    .step(() => 1)
    .run()
  const ask = (verb: string, args: string) => ({ op: 'ask-control', batch, verb, args, at: 1 }) as const
  const [first, second] = await ledger.commit([ask('tune', '{"workers":3}'), ask('pause', '{}')])
  const stop = new AbortController()
  const applied: unknown[] = []
  const apply = (verb: string, args: object) => {
    applied.push([verb, args])
    if (verb === 'pause') stop.abort()
    return `did ${verb}`
  }
  await watchControls({ ledger, batch, clock: systemClock, signal: stop.signal, apply })
  assert.deepEqual(applied, [
    ['tune', { workers: 3 }],
    ['pause', {}],
  ])
  assert.deepEqual(await ledger.read({ get: 'controls', batch }), [])
  for (const [asked, answer] of [
    [first, 'did tune'],
    [second, 'did pause'],
  ] as const) {
    const [row] = await ledger.read({ get: 'controls', batch, control: asked.control })
    assert.equal(row?.answer, answer)
  }
})
