/** Run options with every default filled in. */
import { buildBudget } from './build-limits.ts'
import type { LogOptions, RetryPolicy, RunOptions } from './definition.ts'
import { absolutePath, textsOf } from './definition-values.ts'
import type { RunKeys } from './schema-run.ts'

export const defaultRetry: RetryPolicy = { attempts: 1, backoff: 'exponential', delayMs: 1_000, maxDelayMs: 60_000, jitter: true }

const defaultSettleMs = 1_000

/** @param folder where relative paths start; absolute */
export function buildRunOptions(keys: RunKeys, folder: string): RunOptions {
  const mode = keys.mode ?? (keys.test ? 'strict' : 'flexible')
  const report = reportPath(keys.report, folder)
  return {
    workers: keys.workers ?? 'auto',
    mode,
    failFast: keys.fail_fast === true || mode === 'strict',
    ...(keys.tolerate !== undefined && { tolerate: keys.tolerate }),
    order: keys.order ?? 'given',
    ...(keys.limit !== undefined && { limit: keys.limit }),
    ...(keys.watch === true && { watch: { settleMs: keys.settle ?? defaultSettleMs } }),
    fresh: keys.fresh ?? false,
    dryRun: keys.dry_run ?? false,
    test: keys.test ?? false,
    durability: keys.durability ?? 'full',
    ...(keys.batch_size !== undefined && { batchSize: keys.batch_size }),
    clearCache: keys.clear_cache ?? false,
    ...(report !== undefined && { report }),
    ...(keys.error_output !== undefined && { errorOutput: absolutePath(keys.error_output, folder) }),
    logs: logOptions(keys),
    secrets: textsOf(keys.secrets),
    ...(keys.memory_reserve !== undefined && { memoryReserveBytes: keys.memory_reserve }),
    ...(keys.budget !== undefined && { budget: buildBudget(keys.budget) }),
    ...(keys.stagger !== undefined && { staggerMs: keys.stagger }),
  }
}

function logOptions({ archive_logs, file_log, failures_log }: RunKeys): LogOptions {
  return {
    archive: archive_logs ?? false,
    files: file_log ?? false,
    ...(failures_log !== undefined && { failures: failures_log }),
  }
}

/** `true` is the default place, `false` is `none`. */
function reportPath(report: string | boolean | undefined, folder: string): string | undefined {
  if (report === undefined || report === true) return undefined
  if (report === false || report === 'none') return 'none'
  return absolutePath(report, folder)
}
