import { PermanentError } from '../base/errors.ts'
import type { Json } from '../base/json.ts'
import type { StepContext } from './step.ts'

/** What the step before this one made, or the text that was read; for a step that was not told what to work on. */
export function latestValue({ names }: Pick<StepContext, 'names'>, key: string, code: string): Json {
  const value = names['result'] ?? names['content']
  if (value !== undefined) return value
  throw new PermanentError(code, `Expected \`${key}\`, or a step before this one that sets {result}`, {
    fix: `Say what to take: ${key}: "{name}".`,
  })
}
