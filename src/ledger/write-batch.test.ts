import assert from 'node:assert/strict'
import { test } from 'node:test'
import { session, settle } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { selectSessions } from './select-batches.ts'

test('taking a batch over puts it back to work', () => {
  const { core, write } = coreOf(['a'])
  write({ op: 'batch-state', batch: 1, state: 'failed', reason: 'full', ended: 9 })
  write({ op: 'adopt-batch', batch: 1, session })
  const row = core.read({ get: 'batch', batch: 1 })
  assert.deepEqual([row?.state, row?.reason, row?.ended, row?.epoch], ['running', undefined, undefined, 2])
})

test('only the items that are lost again and again are given up', () => {
  const { core, write } = coreOf(['poison', 'unlucky', 'calm'])
  for (const attempt of [1, 2, 3]) {
    write({ op: 'start', batch: 1, seq: 1, attempt, step: 0, at: 1 })
    if (attempt === 3) write({ op: 'start', batch: 1, seq: 2, attempt: 1, step: 0, at: 1 })
    write({ op: 'adopt-batch', batch: 1, session })
  }
  const items = core.read({ get: 'items', batch: 1, after: 0, limit: 9 })
  assert.deepEqual(
    items.map(({ state, losses }) => [state, losses]),
    [
      ['failed', 3],
      ['ready', 1],
      ['ready', 0],
    ],
  )
  assert.match(items[0]?.reason ?? '', /died 3 times/)
  write(settle(1, 2, { attempt: 2 }))
  assert.equal(core.read({ get: 'batch', batch: 1 })?.counts.succeeded, 1)
})

test('a session that goes on has not ended, whatever it said before', () => {
  const { core, write } = coreOf([])
  const usage = { cpuMs: 1, peakRssBytes: 2, readBytes: 3, writtenBytes: 4 }
  write({ op: 'session', batch: 1, usage, ended: 5 })
  write({ op: 'session', batch: 1, usage: { ...usage, cpuMs: 6 } })
  assert.deepEqual(
    core.read({ get: 'sessions', batch: 1 }).map(({ cpuMs, ended }) => [cpuMs, ended]),
    [[6, undefined]],
  )
})

test('a batch that came to rest ended its session, and a session that had ended keeps its time', () => {
  const { store, write } = coreOf(['a'])
  const usage = { cpuMs: 1, peakRssBytes: 1, readBytes: 0, writtenBytes: 0 }
  write({ op: 'batch-state', batch: 1, state: 'failed', reason: 'no', ended: 40 })
  assert.deepEqual(
    selectSessions(store, 1).map(({ ended }) => ended),
    [40],
  )
  write({ op: 'adopt-batch', batch: 1, session })
  write({ op: 'session', batch: 1, usage, ended: 50 })
  write({ op: 'batch-state', batch: 1, state: 'completed', ended: 60 })
  assert.deepEqual(
    selectSessions(store, 1).map(({ ended }) => ended),
    [40, 50],
  )
})
