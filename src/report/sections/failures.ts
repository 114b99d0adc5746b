import { isObject } from '../../base/json.ts'
import type { ItemRow } from '../../ledger/rows.ts'
import type { ReportFacts } from '../facts.ts'

/** Failures by kind, most frequent first, each with what to do about it. */
export function errorsSection(facts: ReportFacts) {
  const { errors, attempts, batch } = facts
  return errors.map(({ step, code, message, count, sampleIds }) => ({
    code,
    message,
    step: stepName(facts, step),
    count,
    fix: attempts.fixes.for(code, message),
    sample_ids: [...sampleIds],
    retry: retryCommand(batch.name, code),
  }))
}

/** The first 2,000 items that failed or wait for a person, in the order of the source. */
export function failedItemsSection(facts: ReportFacts) {
  return facts.failedItems.map((item) => ({
    id: item.id,
    path: pathOf(item),
    state: item.state,
    step: stepName(facts, item.step),
    code: item.code ?? null,
    error: item.reason ?? null,
    fix: facts.attempts.fixes.for(item.code, item.reason),
    attempts: item.attempt,
    input_bytes: item.sizeBytes,
  }))
}

/** A code that a shell could take for anything else is left out: then the command retries all failures. */
function retryCommand(batch: string, code: string): string {
  const chosen = /^[\w.-]+$/.test(code) ? ` --where 'code == "${code}"'` : ''
  return `millrace retry ${batch}${chosen}`
}

function stepName({ batch }: ReportFacts, step: number): string | null {
  return batch.stepNames[step] ?? null
}

function pathOf({ data }: ItemRow): string | null {
  const value: unknown = JSON.parse(data)
  return isObject(value) && typeof value['path'] === 'string' ? value['path'] : null
}
