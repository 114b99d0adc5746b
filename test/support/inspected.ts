import type { TestContext } from 'node:test'
import { openInspection } from '../../src/inspect/find-batch.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { openLedger } from '../../src/ledger/sqlite.ts'
import { workspace } from './workspace.ts'

/** A folder with a ledger that `fill` wrote to, and nobody owns any more. */
export async function ledgerFolder(t: Pick<TestContext, 'after'>, fill: (ledger: Ledger) => Promise<unknown>, name = 'p') {
  const room = workspace(t)
  await fillLedger(room.path('.millrace', `${name}.db`), fill)
  return room
}

export async function fillLedger(file: string, fill: (ledger: Ledger) => Promise<unknown>): Promise<void> {
  const ledger = await openLedger({ file, durability: 'fast' })
  await fill(ledger)
  await ledger.close()
}

/** The latest batch of such a folder, open for looking. */
export async function inspected(t: TestContext, fill: (ledger: Ledger) => Promise<unknown>) {
  const room = await ledgerFolder(t, fill)
  const batch = await openInspection({ folder: room.folder })
  t.after(() => batch.close())
  return Object.assign(batch, { room })
}

/** All values of an async iterable. */
export async function all<Value>(values: AsyncIterable<Value>): Promise<readonly Value[]> {
  return Array.fromAsync(values)
}
