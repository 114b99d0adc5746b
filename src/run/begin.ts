/** A batch that cannot begin gives back everything that was opened for it. */
import { takeThread } from '../ledger/ready-thread.ts'
import type { ThreadLedger } from '../ledger/thread-ledger.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { Batch } from '../setup/request.ts'
import { giveUp, type OwnedBatch } from './own-batch.ts'

/** The ledger's thread starts while the batch is prepared. It is not left behind when nothing comes of that. */
export async function withThread(start: (thread: ThreadLedger) => Promise<Batch>): Promise<Batch> {
  const thread = takeThread()
  try {
    return await start(thread)
  } catch (thrown) {
    await thread.discard()
    throw thrown
  }
}

/** Owns the ledger, then runs; when either fails, hooks and ledger are closed before the failure is told. */
export async function begin(
  prepared: PreparedBatch,
  own: () => Promise<OwnedBatch>,
  run: (owned: OwnedBatch) => Promise<Batch>,
): Promise<Batch> {
  try {
    return await runOrGiveUp(await own(), run)
  } catch (thrown) {
    await prepared.hooks.close()
    throw thrown
  }
}

async function runOrGiveUp(owned: OwnedBatch, run: (owned: OwnedBatch) => Promise<Batch>): Promise<Batch> {
  try {
    return await run(owned)
  } catch (thrown) {
    await giveUp(owned, thrown)
    throw thrown
  }
}
