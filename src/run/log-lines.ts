/** The text of the log files: pure functions of attempt records. */
import { plainText } from '../base/format.ts'
import type { AttemptRecord } from '../ledger/rows.ts'
import type { Failure } from '../pipeline/outcome.ts'

/** One JSON line per attempt: who, which step, which try, how it ended, when, how long. */
export function auditLine(record: AttemptRecord, stepNames: readonly string[]): string {
  const { itemId, n, outcome, reused, started, ms, code, notes } = record
  const facts = {
    at: new Date(started).toISOString(),
    item: itemId,
    step: stepName(record, stepNames),
    attempt: n,
    outcome,
    ...(reused ? { reused } : {}),
    seconds: ms / 1000,
    ...(code === undefined ? {} : { code }),
    // Passed on as it is; `any` goes no further.
    ...(notes === undefined ? {} : { notes: JSON.parse(notes) as unknown }),
  }
  return `${JSON.stringify(facts)}\n`
}

/** A failure with its stack; nothing for an attempt that did not fail. */
export function errorEntry(record: AttemptRecord, stepNames: readonly string[]): string {
  const failure = failureIn(record)
  if (failure === undefined) return ''
  const head = `${new Date(record.started).toISOString()} ${plainText(record.itemId)} · ${stepName(record, stepNames) ?? 'before the first step'} · try ${record.n} · ${record.outcome}`
  const fix = failure.fix === undefined ? '' : `  fix: ${failure.fix}\n`
  return `${head}\n  ${failure.code}: ${plainText(failure.message)}\n${fix}${indent(failure.stack ?? '')}\n`
}

/** One line per item that failed for good. */
export function failureLine(record: AttemptRecord): string {
  if (record.outcome !== 'failed') return ''
  const failure = failureIn(record)
  return `${plainText(record.itemId)}: ${failure?.code ?? record.code ?? 'FAILED'}: ${plainText(failure?.message ?? '')}\n`
}

/** What `error_output` holds for one failed item. */
export function errorJson(record: AttemptRecord, stepNames: readonly string[]): string {
  const failure = failureIn(record)
  const { stack: _stack, ...error } = failure ?? { code: record.code ?? 'FAILED', message: '' }
  return `${JSON.stringify({ id: record.itemId, step: stepName(record, stepNames), attempts: record.n, error }, null, 2)}\n`
}

function stepName({ step }: AttemptRecord, stepNames: readonly string[]): string | null {
  return stepNames[step] ?? null
}

function failureIn({ error }: AttemptRecord): Failure | undefined {
  return error === undefined ? undefined : (JSON.parse(error) as Failure) // the engine wrote this type
}

function indent(text: string): string {
  return text === '' ? '' : `${text.replaceAll(/^/gm, '    ')}\n`
}
