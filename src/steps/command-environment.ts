/** What a program of a step sees of Millrace's environment: what programs need to work, and nothing that was not named. */
import { inheritedEnvironment } from './inherited-environment.ts'
import type { StepContext } from './step.ts'

export interface EnvironmentParts {
  /** Set by the step; wins over everything else. */
  readonly own: Readonly<Record<string, string>>
  /** Names of further variables to pass on. */
  readonly named: readonly string[]
}

/** `MILLRACE_BATCH`, `MILLRACE_ITEM`, `MILLRACE_ATTEMPT` and `MILLRACE_KEY` (equal over retries) tell a program what it works on. */
export function commandEnvironment(context: StepContext, { own, named }: EnvironmentParts): Readonly<Record<string, string>> {
  const facts = {
    MILLRACE_BATCH: String(context.names['batch_id'] ?? ''),
    MILLRACE_ITEM: context.item.id.replaceAll('\0', ''),
    MILLRACE_ATTEMPT: String(context.attempt),
    MILLRACE_KEY: context.idempotencyKey,
  }
  return { ...inheritedEnvironment(named), ...own, ...facts }
}
