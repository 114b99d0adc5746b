import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Clock, systemClock } from '../base/clock.ts'
import { toError, UsageError } from '../base/errors.ts'
import type { Ledger } from './ledger.ts'
import { refuseNetworkFolder } from './network-folder.ts'
import { takeOwnership } from './owner.ts'
import { ledgerPaths } from './paths.ts'
import { takeThread } from './ready-thread.ts'
import type { ThreadLedger } from './thread-ledger.ts'

export interface OpenLedgerOptions {
  /** `.millrace/<pipeline>.db`; made, with its folder, where there is none. */
  readonly file: string
  /** `full`: what was acknowledged survives a power cut. `fast`: it survives a kill. */
  readonly durability: 'full' | 'fast'
  /** Wait for another owner to end. @default false */
  readonly wait?: boolean
  /** Ends the waiting. */
  readonly signal?: AbortSignal
  readonly clock?: Clock
  /** One that its caller has taken, and discards when nothing is opened. @default one that is taken here */
  readonly thread?: ThreadLedger | undefined
}

/**
 * Opens a ledger file as its only owner.
 * Throws OwnedError, LedgerError LEDGER_NEWER or LEDGER_CORRUPT, or UsageError NETWORK_FOLDER.
 */
export async function openLedger(options: OpenLedgerOptions): Promise<Ledger> {
  const paths = ledgerPaths(resolve(options.file))
  makeFolder(dirname(paths.file))
  refuseNetworkFolder(dirname(paths.file))
  const { clock = systemClock, wait = false, signal } = options
  const ownership = await takeOwnership(paths, { clock, wait, signal })
  try {
    const { thread = takeThread() } = options
    await thread.open({ file: paths.file, durability: options.durability }, () => ownership.release())
    return thread
  } catch (error) {
    ownership.release()
    throw error
  }
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new UsageError(
      'LEDGER_FOLDER',
      `Expected a folder for the ledger at ${folder}, and it cannot be made: ${toError(cause).message}.`,
      {
        cause,
        fix: 'Make the folder writable, or name another ledger file with --ledger.',
      },
    )
  }
}
