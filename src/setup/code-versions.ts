import type { PreparedBatch } from './prepared.ts'

type Coded = Pick<PreparedBatch, 'steps' | 'after' | 'aggregation'>

/** What each step's work is made of, the fold's too; a resume refuses a batch whose code has changed. */
export function codeVersions({ steps, after, aggregation }: Coded): Record<string, string> {
  const versionsOf = (planned: Coded['steps'], prefix: string) =>
    planned.map(({ definition, work }) => [`${prefix}${definition.name}`, work?.plan.version ?? ''] as const)
  const fold = aggregation === undefined ? [] : [['aggregation', aggregation.version] as const]
  return Object.fromEntries([...versionsOf(steps, ''), ...versionsOf(after, 'after: '), ...fold])
}
