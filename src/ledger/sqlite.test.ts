import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testLedger } from '../../test/conformance/ledger.ts'
import { openLedger } from './sqlite.ts'

testLedger('sqlite', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-'))
  const ledger = await openLedger({ file: join(folder, 'p.db'), durability: 'fast' })
  t.after(async () => {
    await ledger.close()
    rmSync(folder, { recursive: true })
  })
  return ledger
})
