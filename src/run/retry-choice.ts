/** Which items `retry` runs again: those that failed by themselves. What ended because of them comes along in the ledger. */
import { UsageError } from '../base/errors.ts'
import type { JsonObject } from '../base/json.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { Reopen } from '../ledger/ops.ts'
import type { ItemRow } from '../ledger/rows.ts'
import { dependencyFailed } from '../pipeline/dependency.ts'
import { compileSelection } from '../pipeline/selection.ts'
import type { ContinueRequest } from '../setup/request.ts'

type Choice = Pick<ContinueRequest, 'only' | 'where'>

/** Throws NOTHING_TO_RETRY, before the batch is touched. */
export async function chooseRetry(ledger: Ledger, batch: number, choice: Choice): Promise<Reopen> {
  const isAll = choice.only === undefined && choice.where === undefined
  const isChosen = chosenBy(choice)
  const seqs: number[] = []
  let dependant: string | undefined
  for await (const row of failedRows(ledger, batch, choice)) {
    if (!isChosen(row)) continue
    if (row.code === dependencyFailed) dependant ??= row.id
    else seqs.push(row.seq)
    if (isAll && seqs.length > 0) return { op: 'reopen', batch, states: ['failed'] }
  }
  if (seqs.length > 0) return { op: 'reopen', batch, states: ['failed'], seqs }
  throw dependant === undefined ? nothingFailed() : failedByOthers(dependant)
}

const rowsAtOnce = 1_000

async function* failedRows(ledger: Ledger, batch: number, { only }: Choice): AsyncGenerator<ItemRow> {
  const ids = only === undefined ? {} : { ids: only }
  let after = 0
  for (;;) {
    const rows = await ledger.read({ get: 'items', batch, states: ['failed'], ...ids, after, limit: rowsAtOnce })
    const last = rows.at(-1)
    if (last === undefined) return
    after = last.seq
    yield* rows
  }
}

function chosenBy({ where }: Choice): (row: ItemRow) => boolean {
  if (where === undefined) return () => true
  const condition = compileSelection(where, ['id', 'state', 'code', 'reason', 'tries'])
  return (row) => condition.holds(visible(row))
}

function visible({ id, state, code, reason, tries }: ItemRow): JsonObject {
  return { id, state, code: code ?? null, reason: reason ?? null, tries }
}

function nothingFailed(): UsageError {
  return new UsageError('NOTHING_TO_RETRY', 'No failed item of the batch is selected: there is nothing to retry.', {
    fix: '`millrace items --json` shows how each item ended.',
  })
}

function failedByOthers(id: string): UsageError {
  return new UsageError('NOTHING_TO_RETRY', `Item "${id}" only failed because of others: it runs again with them, not without.`, {
    fix: `\`millrace explain ${id}\` names them; \`millrace review\` settles those in review.`,
  })
}
