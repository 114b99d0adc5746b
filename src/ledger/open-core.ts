import { bootId } from '../system/machine.ts'
import { FolderBlobs } from './blobs.ts'
import { checkAfterCrash } from './check.ts'
import { type ConnectOptions, connect } from './connect.ts'
import { LedgerCore } from './core.ts'
import { ledgerFault } from './faults.ts'
import { checkVersion, migrate } from './migrate.ts'
import { ledgerPaths } from './paths.ts'
import { Store } from './store.ts'

export interface OpenFile extends ConnectOptions {
  readonly file: string
}

/** Opens the file for writing: the newest version, and sound. Its caller is its owner. */
export function openCore({ file, durability }: OpenFile): LedgerCore {
  try {
    const db = connect(file, { durability })
    const store = new Store(db)
    if (checkVersion(store, file) > 0) checkAfterCrash(store, file, bootId())
    migrate(store, file)
    return new LedgerCore(db, { file, blobs: new FolderBlobs(ledgerPaths(file).blobs) })
  } catch (thrown) {
    throw ledgerFault(thrown, file)
  }
}
