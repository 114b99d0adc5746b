import type { Json } from '../base/json.ts'
import { redactor, secretsFromEnvironment } from '../system/secrets.ts'

/** Takes the values of the named secrets out of anything that a step returns, before it is kept, told or shown. */
export function redactorFor(names: readonly string[]): (value: Json) => Json {
  if (names.length === 0) return (value) => value
  const redact = redactor(secretsFromEnvironment(names))
  // Redacting the text of a JSON value leaves it JSON: what is put in holds no quotes.
  return (value) => JSON.parse(redact(JSON.stringify(value))) as Json
}
