import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { batchOf } from '../../test/conformance/ledger-builder.ts'
import { smallPipeline, smallPrepared } from '../../test/support/small-batch.ts'
import { workspace } from '../../test/support/workspace.ts'
import { systemClock } from '../base/clock.ts'
import type { Json, JsonObject } from '../base/json.ts'
import type { Journal } from '../engine/journal.ts'
import { memoryLedger } from '../ledger/memory.ts'
import { openWalk } from '../setup/open-walk.ts'
import { readyItem } from '../setup/output-plan.ts'
import { itemKit } from './item-tools.ts'

async function arrange(
  t: TestContext,
  steps: readonly JsonObject[] = [{ name: 'work', tool: 'work' }],
  options: JsonObject = {},
) {
  const room = workspace(t)
  const output = { type: 'files', path: 'out', naming: '{item.id}.txt' }
  const pipeline = smallPipeline({ steps: [...steps], output })
  const prepared = await smallPrepared(room.folder, { pipeline, options })
  const ledger = memoryLedger()
  const batch = await batchOf(ledger, ['a', 'b'])
  const kit = itemKit({
    ...{ prepared, ledger, batch, batchName: 'b1', clock: systemClock, stop: new AbortController().signal },
    redact: (value: Json) => value,
    onParts: () => undefined,
    journal: {} as Journal, // nothing is journaled here
    temporary: { make: async () => '/nowhere' },
  })
  const walkOf = (id: string, data: Json = {}, seq = 1) => {
    const entry = { kind: 'item', id, idIsHash: false, data, metadata: {}, sizeBytes: 1, priority: 0 } as const
    return openWalk({ ...readyItem(entry), seq }, prepared, 'b1')
  }
  return { room, kit, batch, walkOf }
}

test('the item’s file is looked at only where a step or a name reads it', async (t) => {
  assert.equal((await arrange(t)).kit.needsFile, false)
  const named = await arrange(t, [{ name: 'work', tool: 'work', text: '{path}' }])
  assert.equal(named.kit.needsFile, true)
  await assert.rejects(named.kit.checkInput(named.walkOf('a', { path: named.room.path('gone.txt') })))
  const blind = await arrange(t)
  await blind.kit.checkInput(blind.walkOf('a', { path: blind.room.path('gone.txt') }))
})

test('a path belongs to the first item that claims it', async (t) => {
  const { kit, walkOf } = await arrange(t)
  const file = { path: '/out/x', sizeBytes: 1, mtimeMs: 1, sha256: 'f'.repeat(64) }
  assert.equal(await kit.claim(walkOf('a'), 'work', file), true)
  assert.equal(await kit.claim(walkOf('b', {}, 2), 'work', file), false)
})

test('the result of an item goes to its own path, through the sink', async (t) => {
  const { room, kit, walkOf } = await arrange(t)
  const walk = walkOf('a')
  await kit.putResult(walk)
  assert.deepEqual(
    room.list('out').filter((path) => path.endsWith('.txt')),
    [],
  )
  walk.result = { step: 'work', fp: 'f', value: 'made' }
  await kit.putResult(walk)
  assert.match(readFileSync(room.path('out/a.txt'), 'utf8'), /^made/)
})

test('with fresh only results of this batch count', async (t) => {
  assert.equal((await arrange(t)).kit.freshFor, undefined)
  const fresh = await arrange(t, undefined, { fresh: true })
  assert.equal(fresh.kit.freshFor, fresh.batch)
})

test('the hash of a file follows its content', async (t) => {
  const { room, kit } = await arrange(t)
  const path = room.write('in.txt', 'one')
  const before = await kit.prints.fileHash(path)
  writeFileSync(path, 'another')
  assert.notEqual(await kit.prints.fileHash(path), before)
})
