/** What the engine does when nothing can be written any more. A hang would show as a test that times out. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { engineRun } from '../../test/support/engine-run.ts'
import { LedgerError } from '../base/errors.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { LedgerOp } from '../ledger/ops.ts'

const options = { timeout: 10_000 }

/** From the first op of this kind on, every commit is refused. */
function ledgerLostAt(kind: LedgerOp['op'], after = 0): Ledger {
  const ledger = memoryLedger()
  const state = { seen: 0 }
  const commit = async (ops: readonly LedgerOp[]) => {
    if (ops.some(({ op }) => op === kind)) state.seen += 1
    if (state.seen > after) throw new LedgerError('LEDGER_FAILED', 'the disk is gone')
    return ledger.commit(ops)
  }
  // The answers pass through as they are.
  return { ...ledger, commit: commit as Ledger['commit'] }
}

test('a ledger that is lost when an item ends makes the run reject with the cause', options, async () => {
  const run = engineRun()
    .items(1_000)
    .ledger(ledgerLostAt('settle', 1))
    .step(() => 1)
    .run()
  await assert.rejects(run, { code: 'LEDGER_FAILED' })
})

test('a ledger that is lost when a start is written down makes the run reject', options, async () => {
  const run = engineRun()
    .items(5)
    .ledger(ledgerLostAt('start'))
    .step(
      (_options, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    .run()
  await assert.rejects(run, { code: 'LEDGER_FAILED' })
})

test('after a crash, starts that cannot be written down end the run instead of hanging it', options, async () => {
  const run = engineRun()
    .wary()
    .items(5)
    .ledger(ledgerLostAt('start'))
    .step(() => 1)
    .run()
  await assert.rejects(run, { code: 'LEDGER_FAILED' })
})

test('a cleanup that fails ends the run with its cause, and no item is left running', options, async () => {
  const run = engineRun()
    .items(5)
    .cleanup(async () => {
      throw new Error('the folder is busy')
    })
    .step(() => 1)
    .run()
  await assert.rejects(run, /the folder is busy/)
})

test('a settle that fails while the cleanup is still busy is not an unhandled rejection', options, async () => {
  const run = engineRun()
    .items(3)
    .ledger(ledgerLostAt('settle'))
    .cleanup(() => new Promise((resolve) => setTimeout(resolve, 20)))
    .step(() => 1)
    .run()
  await assert.rejects(run, { code: 'LEDGER_FAILED' })
})

test('a listener of ends that breaks ends the run with its cause', options, async () => {
  const run = engineRun()
    .items(3)
    .whenSettled(() => {
      throw new Error('cannot tell')
    })
    .step(() => 1)
    .run()
  await assert.rejects(run, /cannot tell/)
})
