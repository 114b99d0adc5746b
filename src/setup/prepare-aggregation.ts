import { resolve } from 'node:path'
import { toError, UsageError } from '../base/errors.ts'
import { builtInFold } from '../engine/aggregate/built-in-fold.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { fill } from '../pipeline/placeholders.ts'
import { loadFold } from '../steps/load-fold.ts'
import { resolveBelow } from '../system/safe-path.ts'
import type { PreparedAggregation } from './prepared.ts'

/** Loads the fold. Throws UsageError when it cannot fold. */
export async function prepareAggregation({ aggregation, folder }: Pipeline): Promise<PreparedAggregation | undefined> {
  if (aggregation === undefined) return undefined
  const { fold } = aggregation
  if (fold === undefined) return { fold: undefined, version: '1' }
  if ('builtIn' in fold) return { fold: builtInFold(fold.builtIn), version: '1' }
  const { hash, ...loaded } = await loadFold(resolve(folder, fold.module))
  return { fold: loaded, version: hash }
}

/** Throws UsageError when the file of the aggregate would lie outside the output folder. */
export async function refuseAggregateOutput({ aggregation, config, file }: Pipeline, batch: string, root: string): Promise<void> {
  if (aggregation?.output === undefined) return
  const { output, line } = aggregation
  const path = String(fill(output, { config, batch_id: batch }))
  try {
    await resolveBelow(root, resolve(root, path))
  } catch (thrown) {
    throw new UsageError('OUTPUT_OUTSIDE', `\`aggregation.output\`: ${toError(thrown).message}`, {
      cause: thrown,
      ...(file === undefined ? {} : { place: { file, ...(line === undefined ? {} : { line }) } }),
      fix: 'Its path starts at the output folder.',
    })
  }
}
