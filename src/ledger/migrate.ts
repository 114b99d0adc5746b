import { LedgerError } from '../base/errors.ts'
import { schema1 } from './schema-1.ts'
import { schema2, schema2OverVersion1 } from './schema-2.ts'
import type { Store } from './store.ts'

/** Append only: place n brings a file from version n to n + 1. A file that exists may stand at any of them. */
const migrations: readonly string[] = [schema1, schema2]

/** Place n: what lets the queries of the newest version look at a file of version n + 1, without a change to it. */
const views: readonly string[] = [schema2OverVersion1]

/** Brings the file to the newest version, in one transaction. A file from a newer Millrace is refused untouched. */
export function migrate(store: Store, file: string): void {
  const version = checkVersion(store, file)
  if (version === migrations.length) return
  store.exec('BEGIN IMMEDIATE')
  for (const migration of migrations.slice(version)) store.exec(migration)
  store.exec(`PRAGMA user_version = ${migrations.length}; COMMIT`)
}

/** For a connection that may only look: an older file is left as it is, and looks like one of the newest version. */
export function lookFromToday(store: Store, file: string): void {
  const version = checkVersion(store, file)
  if (version > 0) for (const view of views.slice(version - 1)) store.exec(view)
}

/** The version of the file; throws LedgerError LEDGER_NEWER where this Millrace cannot know it. */
export function checkVersion(store: Store, file: string): number {
  const version = store.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0
  if (version <= migrations.length) return version
  throw new LedgerError(
    'LEDGER_NEWER',
    `Expected a ledger of version ${migrations.length} or older, got version ${version}: ${file} was written by a newer Millrace.`,
    { fix: 'Use the Millrace that wrote it, or name another file with --ledger.' },
  )
}
