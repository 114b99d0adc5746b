/** A ledger in memory with items that wait for each other, and what drives it. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { memoryLedger } from '../../src/ledger/memory.ts'
import type { Settle } from '../../src/ledger/ops.ts'
import type { NewItem } from '../../src/ledger/rows.ts'
import { onFailureNames } from '../../src/pipeline/dependency.ts'
import { attempt, batchOf, counts, newItem, settle } from '../conformance/ledger-builder.ts'
import type { ModelItem, OwnEnd } from './dependency-model.ts'

/** A batch of these, its source read to the end. */
export async function linkedBatch(items: readonly NewItem[]): Promise<{ ledger: Ledger; batch: number }> {
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, [], { startsAfterIngest: true })
  await ledger.commit([{ op: 'ingest', batch, items, position: items.length, done: true, at: 11 }])
  return { ledger, batch }
}

export function entries(items: readonly ModelItem[]): NewItem[] {
  return items.map(({ dependsOn }, index) =>
    newItem(`i${index}`, { dependsOn: dependsOn.map(({ on, onFailure }) => ({ on: `i${on}`, onFailure })) }),
  )
}

/** Takes what is ready, the `pick`th first, and ends each as it would end, until nothing is ready. */
export async function runAll(
  ledger: Ledger,
  batch: number,
  own: readonly OwnEnd[],
  pick: (ready: number) => number,
): Promise<void> {
  for (;;) {
    const ready = await ledger.window({ batch, step: 0, limit: 100 })
    const item = ready[pick(ready.length)]
    if (item === undefined) return
    const state = own[item.seq - 1] ?? 'succeeded'
    const next: Settle['next'] = { state, outputBytes: 0, ...(state === 'failed' && { code: 'BAD', reason: 'bad' }) }
    const attempts = [attempt({ outcome: state, n: item.attempt + 1 })]
    await ledger.commit([settle(batch, item.seq, { attempt: item.attempt + 1, attempts, next })])
  }
}

export async function statesOf(ledger: Ledger, batch: number): Promise<string[]> {
  return (await ledger.read({ get: 'items', batch, after: 0, limit: 1_000 })).map(({ state }) => state)
}

export async function assertConserved(ledger: Ledger, batch: number): Promise<void> {
  const found: Record<string, number> = {}
  for (const state of await statesOf(ledger, batch)) found[state] = (found[state] ?? 0) + 1
  assert.deepEqual(await counts(ledger, batch), found)
}

const ownEnds = fc.constantFrom<OwnEnd>('succeeded', 'succeeded', 'failed', 'skipped', 'review')

/** Items wait for some of those before them. */
export const graphs = fc
  .array(
    fc.record({ own: ownEnds, before: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...onFailureNames)), { maxLength: 3 }) }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((drawn) =>
    drawn.map(({ own, before }, place): ModelItem => {
      const edges = new Map(place === 0 ? [] : before.map(([n, onFailure]) => [n % place, onFailure]))
      return { own, dependsOn: [...edges].map(([on, onFailure]) => ({ on, onFailure })) }
    }),
  )

export const orders = fc.infiniteStream(fc.nat({ max: 1_000 }))

export const picker = (order: Iterator<number>) => (ready: number) => (order.next().value ?? 0) % Math.max(1, ready)
