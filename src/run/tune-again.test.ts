import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import type { JsonObject } from '../base/json.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { tuneAgain } from './tune-again.ts'

const turns = [
  { verb: 'tune', args: { workers: 2 }, answer: 'workers: 2' },
  { verb: 'pause', args: {}, answer: 'paused' },
  { verb: 'tune', args: { limit: 'shop', rate: '2/s' }, answer: 'limit shop: 2/s' },
]

test('what was tuned before is tuned again, but for workers that were given anew', async () => {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a'])
  for (const turn of turns) await ledger.commit([{ op: 'event', batch, type: 'control', at: 1, body: JSON.stringify(turn) }])
  const tuned = async (hasWorkers: boolean) => {
    const all: JsonObject[] = []
    const control = (_verb: string, args: JsonObject) => String(all.push(args))
    await tuneAgain({ ledger, batch, engine: { control }, hasWorkers })
    return all
  }
  assert.deepEqual(await tuned(false), [{ workers: 2 }, { limit: 'shop', rate: '2/s' }])
  assert.deepEqual(await tuned(true), [{ limit: 'shop', rate: '2/s' }])
  await ledger.close()
})
