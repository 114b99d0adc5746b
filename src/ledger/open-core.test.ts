import assert from 'node:assert/strict'
import { test } from 'node:test'
import { workspace } from '../../test/support/workspace.ts'
import { LedgerError } from '../base/errors.ts'
import { openCore } from './open-core.ts'

test('a new file is ready to be written, and an old one is opened as it is', (t) => {
  const file = workspace(t).path('p.db')
  openCore({ file, durability: 'full' }).close()
  const core = openCore({ file, durability: 'full' })
  t.after(() => core.close())
  assert.deepEqual(core.read({ get: 'batches', limit: 1 }), [])
})

test('a file that cannot be opened is named', (t) => {
  const file = workspace(t).path('no-folder', 'p.db')
  assert.throws(
    () => openCore({ file, durability: 'full' }),
    (error) => error instanceof LedgerError && error.code === 'LEDGER_UNREADABLE' && error.message.includes(file),
  )
})
