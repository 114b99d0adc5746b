import type { Ledger } from '../../ledger/ledger.ts'

const rowsAtOnce = 1_000

/** Every file that the batch has delivered, absolute, in the order of their paths. */
export async function createdFiles(ledger: Pick<Ledger, 'read'>, batch: number): Promise<readonly string[]> {
  const files: string[] = []
  for (let after = ''; ; ) {
    const rows = await ledger.read({ get: 'claims', batch, after, limit: rowsAtOnce })
    const last = rows.at(-1)
    if (last === undefined) return files
    after = last.pathKey
    for (const { state, path } of rows) if (state === 'delivered') files.push(path)
  }
}
