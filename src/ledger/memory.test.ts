import { testLedger } from '../../test/conformance/ledger.ts'
import { memoryLedger } from './memory.ts'

testLedger('memory', async (t) => {
  const ledger = memoryLedger()
  t.after(() => ledger.close())
  return ledger
})
