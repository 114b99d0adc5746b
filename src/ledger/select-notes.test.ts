import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectControls, selectEvents } from './select-notes.ts'

test('looking for open requests five times a second costs one seek', () => {
  const [plan] = plansOf(coreOf([]), ({ store }) => selectControls(store, { get: 'controls', batch: 1 }))
  assert.equal(plan, 'SEARCH control USING INDEX control_open (batch=?)')
})

test('new events are sought behind the last one seen', () => {
  const [plan] = plansOf(coreOf([]), ({ store }) => selectEvents(store, { get: 'events', batch: 1, after: 3, limit: 9 }))
  assert.equal(plan, 'SEARCH event USING INDEX event_batch (batch=? AND rowid>?)')
})
