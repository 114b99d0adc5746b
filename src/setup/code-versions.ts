import type { PreparedBatch } from './prepared.ts'

type Coded = Pick<PreparedBatch, 'steps' | 'after' | 'aggregation' | 'hooks'>

/** What each step's work is made of, that of the fold and of what decides about items; a resume refuses a batch whose code has changed. */
export function codeVersions({ steps, after, aggregation, hooks }: Coded): Record<string, string> {
  const versionsOf = (planned: Coded['steps'], prefix: string) =>
    planned.map(({ definition, work }) => [`${prefix}${definition.name}`, work?.plan.version ?? ''] as const)
  const fold = aggregation === undefined ? [] : [['aggregation', aggregation.version] as const]
  const deciding = hooks.hooks.filter(({ questions }) => questions.has('batch:item:before'))
  const asked = deciding.map(({ name, version }) => [name, version] as const)
  return Object.fromEntries([...versionsOf(steps, ''), ...versionsOf(after, 'after: '), ...fold, ...asked])
}
