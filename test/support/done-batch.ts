import type { TestContext } from 'node:test'
import { sha256 } from '../../src/base/json.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { attempt, batchOf, result, settle } from '../conformance/ledger-builder.ts'
import { ledgerFolder } from './inspected.ts'
import type { Workspace } from './workspace.ts'

export const failure = { code: 'TIMEOUT', message: 'ran longer than 30s', fix: 'Raise timeout.' }

/** A folder with a completed batch `first` of three items: `a` delivered a file that is gone, `b` failed, `c` waits for a decision. */
export function doneBatch(t: Pick<TestContext, 'after'>): Promise<Workspace> {
  return ledgerFolder(t, fill)
}

async function fill(ledger: Ledger): Promise<void> {
  const batch = await batchOf(ledger, ['a', 'b', 'c'])
  const delivered = JSON.stringify([{ path: '/nowhere/a.txt', sizeBytes: 4, mtimeMs: 1, sha256: sha256('same') }])
  const fp = 'f'.repeat(43)
  const kept = result('a', { fp, value: '{"n":1}', files: delivered })
  const failed = attempt({ outcome: 'failed', code: failure.code, error: JSON.stringify(failure) })
  await ledger.commit([
    settle(batch, 1, { results: [kept], next: { state: 'succeeded', outputBytes: 4, result: { step: 'read', fp } } }),
    settle(batch, 2, {
      attempts: [failed],
      next: { state: 'failed', code: failure.code, reason: failure.message, outputBytes: 0 },
    }),
    settle(batch, 3, {
      attempts: [attempt({ outcome: 'review' })],
      next: { state: 'review', code: 'UNKNOWN_RESULT', reason: 'no answer came', outputBytes: 0 },
    }),
    { op: 'batch-state', batch, state: 'completed', ended: 50 },
  ])
}
