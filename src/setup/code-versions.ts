import type { PreparedBatch } from './prepared.ts'

/** What each step's work is made of; a resume refuses a batch whose code has changed. */
export function codeVersions(steps: PreparedBatch['steps']): Record<string, string> {
  return Object.fromEntries(steps.map(({ definition, work }) => [definition.name, work?.plan.version ?? '']))
}
