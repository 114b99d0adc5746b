/** Values of a pipeline file that may be `env:NAME`: taken from the environment when a batch starts, and written down nowhere. */
import { type Place, UsageError } from '../base/errors.ts'

const reference = /^env:([A-Za-z_]\w*)$/

/** The value itself, or that of the variable it names. Throws UsageError when the variable is not set. */
export function fromEnvironment(value: string, place: Place, env: NodeJS.ProcessEnv = process.env): string {
  const name = reference.exec(value)?.[1]
  if (name === undefined) return value
  const found = env[name]
  if (found !== undefined && found !== '') return found
  throw new UsageError('VARIABLE_MISSING', `Expected the variable ${name} in the environment, got none.`, {
    place,
    fix: `Set it before you start: export ${name}=…`,
  })
}
