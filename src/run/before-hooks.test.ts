import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BatchError, PermanentError } from '../base/errors.ts'
import type { Json, JsonObject } from '../base/json.ts'
import type { NewItem } from '../ledger/rows.ts'
import type { OpenHook } from '../setup/open-hooks.ts'
import { beforeHooks } from './before-hooks.ts'

const never = new AbortController().signal
const setting = { batchName: 'b1', folder: '/work' }

function item(changes: Partial<NewItem> = {}): NewItem {
  return { id: 'a', idIsHash: false, data: '{"n":1}', metadata: '{}', stamp: undefined, sizeBytes: 1, rank: 0, ...changes }
}

function hook(answer: (sent: JsonObject) => Json | undefined, name = 'hook h'): OpenHook {
  const ask = async (_event: string, text: string) => {
    const sent = JSON.parse(text) as JsonObject // what it was sent is an object
    return { answer: answer(sent), sent }
  }
  return { name, version: '', questions: new Set(['batch:item:before']), events: new Set(), reach: { kind: 'asked', ask } }
}

async function asked(hooks: readonly OpenHook[], given = item()) {
  const before = beforeHooks(hooks, setting)
  assert.ok(before)
  return before(given, never)
}

test('nobody is asked where no hook wants to be', () => {
  assert.equal(beforeHooks([], setting), undefined)
  assert.equal(beforeHooks([{ ...hook(() => null), questions: new Set() }], setting), undefined)
})

test('a hook sees the item, and what it changes is what is written down', async () => {
  const seen: JsonObject[] = []
  const changes = hook((sent) => {
    seen.push(sent)
    return { data: { item: { data: { n: 2 }, metadata: { by: 'hook' } } } }
  })
  const changed = await asked([changes], item({ data: '{"path":"in/x.txt"}' }))
  assert.deepEqual(seen, [
    { batch_id: 'b1', item: { id: 'a', path: '/work/in/x.txt', data: { path: 'in/x.txt' }, metadata: {} } },
  ])
  assert.deepEqual([changed.data, changed.metadata], ['{"n":2}', '{"by":"hook"}'])
})

test('each hook sees what the one before it has made, and none is asked about what is left out', async () => {
  const add = hook(({ item: it }) => ({ data: { item: { data: { n: Number((it as { data: { n: number } }).data.n) + 1 } } } })) // as in `item`
  assert.equal((await asked([add, add])).data, '{"n":3}')
  const skipped = await asked([hook(() => ({ action: 'skip' }), 'hook filter'), add])
  assert.deepEqual([skipped.skipped, skipped.data], [{ reason: 'skipped by hook filter' }, '{"n":1}'])
})

test('the stamp of a file holds for that file only', async () => {
  const file = item({ data: '{"path":"x"}', stamp: '{}' })
  const other = hook(() => ({ data: { item: { data: { path: 'y' } } } }))
  assert.equal((await asked([other], file)).stamp, undefined)
  const same = hook(() => ({ data: { item: { data: { path: 'x', more: 1 } } } }))
  assert.equal((await asked([same], file)).stamp, '{}')
})

test('a hook that throws or answers nonsense fails the item, with its name', async () => {
  const throws = hook(() => {
    throw new PermanentError('HOOK_THREW', 'not this one')
  })
  assert.deepEqual((await asked([throws])).broken, { code: 'HOOK_THREW', message: 'hook h: not this one' })
  assert.equal((await asked([hook(() => 7)])).broken?.code, 'HOOK_ANSWER')
  assert.equal((await asked([hook(() => ({ data: { item: { id: 'b' } } }))])).broken?.code, 'HOOK_ID')
})

test('a hook may stop the batch, on purpose', async () => {
  const stops = hook(() => {
    throw new BatchError('CLOSED', 'the shop is closed')
  })
  await assert.rejects(asked([stops]), { code: 'CLOSED' })
})
