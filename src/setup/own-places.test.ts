import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildRunOptions } from '../pipeline/build-run-options.ts'
import { ownPlaces } from './own-places.ts'

const own = (keys: Parameters<typeof buildRunOptions>[0], ledger?: string) =>
  ownPlaces({ pipeline: { options: buildRunOptions(keys, '/work') }, folder: '/work', root: '/work/output', ledger })

test('outputs and ledgers are never an input', () => {
  assert.deepEqual(own({}), ['/work/.millrace', '/work/output'])
  assert.deepEqual(own({ report: 'none' }), ['/work/.millrace', '/work/output'])
})

test('neither are a report, failures and a ledger that were put elsewhere', () => {
  const places = own({ report: 'in/r.json', error_output: 'in/errors' }, 'in/l.db')
  for (const name of ['r.json', 'r.html', 'errors', 'l.db', 'l.db-wal', 'l.lock', 'l.blobs'])
    assert.ok(places.includes(`/work/in/${name}`), name)
})
