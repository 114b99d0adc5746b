import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { JsonObject } from '../base/json.ts'
import { filesystemTool } from './filesystem.ts'

const plan = async (options: JsonObject) => filesystemTool.plan(options, { folder: '/', config: {} })

test('repeating is pure for reading, harmless for writing, and once for moving', async () => {
  const actions = ['read', 'stat', 'write', 'copy', 'remove', 'mkdir', 'move']
  const plans = await Promise.all(actions.map((action) => plan({ action })))
  const expected = ['pure', 'pure', 'idempotent', 'idempotent', 'idempotent', 'idempotent', 'once']
  assert.deepEqual(
    plans.map(({ effects }) => effects),
    expected,
  )
})

test('what a result depends on is known: the item, the whole context, or what the options name', async () => {
  assert.equal((await plan({ action: 'read' })).readsFile, true)
  assert.equal((await plan({ action: 'read', path: 'x' })).readsFile, false)
  assert.equal((await plan({ action: 'write' })).readsAll, true)
  assert.equal((await plan({ action: 'write', content: '{a}' })).readsAll, false)
})

test('delivering at the own path, and taking the own file away, are told', async () => {
  assert.deepEqual([(await plan({ action: 'copy' })).delivers, (await plan({ action: 'copy', to: 'x' })).delivers], [true, false])
  assert.deepEqual(
    [(await plan({ action: 'move' })).consumesFile, (await plan({ action: 'move', path: 'x' })).consumesFile],
    [true, false],
  )
})
