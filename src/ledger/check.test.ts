import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { session } from '../../test/conformance/ledger-builder.ts'
import { coreOf } from '../../test/support/ledger-core.ts'
import { workspace } from '../../test/support/workspace.ts'
import { checkAfterCrash } from './check.ts'
import { migrate } from './migrate.ts'
import { Store } from './store.ts'

function overwrite(file: string, { at, byte }: { readonly at: number; readonly byte: number }): void {
  const bytes = readFileSync(file)
  bytes[at] = (bytes[at] ?? 0) ^ byte
  writeFileSync(file, bytes)
}

test('a sound file of a dead owner passes', () => {
  checkAfterCrash(coreOf(['a', 'b']).store, 'p.db', session.boot)
})

test('a page whose cells make no sense is damage', (t) => {
  const file = workspace(t).path('p.db')
  const store = new Store(new DatabaseSync(file))
  t.after(() => store.close())
  migrate(store, file)
  store.run("INSERT INTO session (batch, epoch, pid, host, boot, started) VALUES (1, 1, 1, 'h', 'b', 1)")
  store.exec('CREATE TABLE fill (a); CREATE INDEX fill_a ON fill (a); INSERT INTO fill VALUES (1), (2)')
  const { rootpage } = store.get<{ rootpage: number }>("SELECT rootpage FROM sqlite_schema WHERE name = 'fill_a'") ?? {
    rootpage: 0,
  }
  const { page_size: size } = store.get<{ page_size: number }>('PRAGMA page_size') ?? { page_size: 0 }
  store.close()
  overwrite(file, { at: rootpage * size - 4, byte: 7 })
  assert.throws(() => checkAfterCrash(new Store(new DatabaseSync(file)), file, 'b'), /The ledger .*p\.db is damaged: Tree/)
})

test('a state that no version knows is damage', () => {
  const { store } = coreOf(['a', 'b'])
  store.exec('UPDATE item SET state = 77 WHERE key % 2 = 0')
  assert.throws(() => checkAfterCrash(store, 'p.db', session.boot), /damaged: it says 2 items are ready, and 1 are/)
})
