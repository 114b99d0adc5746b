/**
 * A program that owns a ledger and settles its items one after the other, and says each seq once it is acknowledged.
 * `node ledger-writer.ts FILE ITEMS`; it is meant to be killed. A second one goes on where the first was.
 */
import { systemClock } from '../../src/base/clock.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'
import { addItems, newBatch, newItem, result, settle } from '../conformance/ledger-builder.ts'

/** What the item of this seq must have for its result. */
export function writtenValue(seq: number): string {
  return JSON.stringify(`value of ${seq} `.repeat(seq % 10 === 0 ? 500 : 3))
}

const atOnce = 8

async function main(file: string, items: number): Promise<void> {
  const ledger = await openLedger({ file, durability: 'full' })
  const session = { pid: process.pid, host: 'here', boot: 'b', at: systemClock.wall() }
  const [known] = await ledger.read({ get: 'batches', limit: 1 })
  if (known === undefined) {
    const all = Array.from({ length: items }, (_, at) => newItem(`item ${at + 1}`))
    await ledger.commit([{ op: 'open-batch', batch: newBatch({ stepNames: ['read'] }), session }])
    await addItems(ledger, 1, all)
  } else {
    await ledger.commit([{ op: 'adopt-batch', batch: known.batch, session }])
  }
  process.stdout.write('ready\n')
  for (let left = await settleSome(ledger); left > 0; left = await settleSome(ledger));
  await ledger.close()
}

async function settleSome(ledger: Ledger): Promise<number> {
  const ready = await ledger.window({ batch: 1, step: 0, limit: atOnce })
  await Promise.all(
    ready.map(async ({ seq, id, attempt }) => {
      const done = result(id, { value: writtenValue(seq) })
      const next = { state: 'succeeded', result: { step: done.step, fp: done.fp }, outputBytes: 0 } as const
      await ledger.commit([{ op: 'start', batch: 1, seq, attempt: attempt + 1, step: 0, at: 1 }])
      await ledger.commit([settle(1, seq, { attempt: attempt + 1, from: 'running', results: [done], next })])
      process.stdout.write(`${seq}\n`)
    }),
  )
  return ready.length
}

const [, program, file, items] = process.argv
if (program === import.meta.filename && file !== undefined) await main(file, Number(items))
