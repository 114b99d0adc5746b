/** Why items failed, one group per step, code and kind of message, with what to do about it. */
import { isObject } from '../base/json.ts'
import { joinGroups } from '../report/error-groups.ts'
import type { ErrorGroup } from '../report/status.ts'
import type { InspectedBatch } from './find-batch.ts'

/** Failures of one step with the same code and message, counted together. */
export interface ErrorGroupRecord extends ErrorGroup {
  /** What to do about it, one sentence. */
  readonly fix: string | null
}

const mostGroups = 1_000
const mostAttempts = 1_000

/** Largest group first. */
export async function errorsOf(batch: InspectedBatch): Promise<readonly ErrorGroupRecord[]> {
  const { read, row } = batch
  const groups = joinGroups(await read({ get: 'failures', batch: row.batch, limit: mostGroups }))
  return Promise.all(
    groups.map(async ({ code, message, step, count, sampleIds }) => ({
      code,
      message,
      step: row.stepNames[step] ?? null,
      count,
      sample_ids: sampleIds,
      fix: await fixFor(batch, sampleIds[0]),
    })),
  )
}

/** The advice that came with the last error of an item. */
async function fixFor({ read, row }: InspectedBatch, id: string | undefined): Promise<string | null> {
  if (id === undefined) return null
  const [item] = await read({ get: 'items', batch: row.batch, ids: [id], after: 0, limit: 1 })
  if (item === undefined) return null
  const attempts = await read({ get: 'attempts', batch: row.batch, seq: item.seq, after: 0, limit: mostAttempts })
  const failure: unknown = JSON.parse(attempts.findLast(({ error }) => error !== undefined)?.error ?? 'null')
  return isObject(failure) && typeof failure['fix'] === 'string' ? failure['fix'] : null
}
