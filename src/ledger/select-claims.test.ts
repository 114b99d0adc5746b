import assert from 'node:assert/strict'
import { test } from 'node:test'
import { coreOf, plansOf } from '../../test/support/ledger-core.ts'
import { selectClaims, selectStamp } from './select-claims.ts'

test('the claims of a batch are paged by path, from their index', () => {
  const ledger = coreOf(['a'])
  for (const path of ['/b', '/a', '/c'])
    ledger.write({ op: 'claim', batch: 1, seq: 1, itemId: 'a', step: 's', path, pathKey: path, sizeBytes: 1, sha256: 'h' })
  const pages = ['', '/a', '/c'].map((after) => selectClaims(ledger.store, { batch: 1, after, limit: 2 }).map(({ path }) => path))
  assert.deepEqual(pages, [['/a', '/b'], ['/b', '/c'], []])
  const [plan] = plansOf(ledger, ({ store }) => selectClaims(store, { batch: 1, after: '', limit: 2 }))
  assert.equal(plan, 'SEARCH claim USING INDEX claim_batch (batch=? AND path_key>?)')
})

test('a stamp keeps fractions of a millisecond', () => {
  const { store, write } = coreOf([])
  const stamp = {
    path: '/in',
    sizeBytes: 1,
    mtimeMs: 1_700_000_000_000.123,
    ctimeMs: 5.25,
    inode: 2 ** 40,
    sha256: 'a'.repeat(64),
  }
  write({ op: 'keep-stamp', stamp })
  assert.deepEqual(selectStamp(store, '/in'), stamp)
})
