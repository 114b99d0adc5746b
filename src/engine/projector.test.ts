import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { systemClock } from '../base/clock.ts'
import type { BatchOutput } from '../pipeline/outcome.ts'
import { Projector } from './projector.ts'

/** A document in memory; its offset counts rows. */
function document(rows: BatchOutput[] = []) {
  const append = async (more: readonly BatchOutput[]) => rows.push(...more)
  return { rows, projection: { append, finish: async () => '/doc', close: async () => undefined } }
}

async function ended(items: number) {
  const { ledger, batch } = await engineRun()
    .items(items)
    .step(({ n }) => Number(n), { options: { n: '{input.n}' } })
    .run()
  return { ledger, batch, sink: 'jsonl', clock: systemClock }
}

test('every ended row is appended once, and cursor and offset are committed behind it', async () => {
  const run = await ended(1_200)
  const { rows, projection } = document()
  const projector = new Projector({ ...run, projection }, 0)
  await projector.catchUp()
  await projector.catchUp()
  assert.equal(new Set(rows.map(({ id }) => id)).size, 1_200)
  assert.equal(rows.length, 1_200)
  const place = await run.ledger.read({ get: 'projection', batch: run.batch, sink: 'jsonl' })
  assert.equal(place?.offset, 1_200)
})

test('after a crash the rows behind the committed place are appended again, and no others', async () => {
  const run = await ended(3)
  const first = document()
  await new Projector({ ...run, projection: first.projection }, 0).catchUp()
  const all = await run.ledger.read({ get: 'ended', batch: run.batch, after: 0, limit: 10 })
  const again = document()
  await new Projector({ ...run, projection: again.projection }, all[1]?.ended ?? 0).catchUp()
  assert.deepEqual(again.rows, first.rows.slice(2))
})

test('rows that could not be appended are not committed', async () => {
  const run = await ended(2)
  const append = () => Promise.reject(new Error('disk full'))
  const projector = new Projector({ ...run, projection: { ...document().projection, append } }, 0)
  await assert.rejects(projector.catchUp(), /disk full/)
  assert.equal(await run.ledger.read({ get: 'projection', batch: run.batch, sink: 'jsonl' }), undefined)
})
