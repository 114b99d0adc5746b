/** From the one value of a grouped step to a value per item. */
import { PermanentError, toError } from '../../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../../base/json.ts'

/**
 * In the order of the ids.
 * @param kind of the step: what a command answers with, it prints
 * @throws PermanentError GROUP_ANSWER when the value is neither a list with one entry per item, nor an object by id
 */
export function valuesOf(value: Json, ids: readonly string[], kind: string): readonly Json[] {
  const answer = kind === 'tool:command' ? printed(value) : value
  if (Array.isArray(answer)) return fromList(answer, ids)
  if (isObject(answer)) return fromObject(answer as JsonObject, ids) // lists are gone here
  throw wrong(`a list with ${ids.length} entries, or an object by id`, answer === null ? 'null' : `a ${typeof answer}`)
}

function fromList(list: readonly Json[], ids: readonly string[]): readonly Json[] {
  if (list.length === ids.length) return list
  throw wrong(`one entry for each of the ${ids.length} items, in their order`, String(list.length))
}

function fromObject(values: JsonObject, ids: readonly string[]): readonly Json[] {
  const missing = ids.filter((id) => !Object.hasOwn(values, id))
  if (missing.length === 0) return ids.map((id) => values[id] ?? null)
  const named = missing.slice(0, 3).map((id) => JSON.stringify(id))
  throw wrong(
    'a value for every id',
    `none for ${named.join(', ')}${missing.length > 3 ? ` and ${missing.length - 3} more` : ''}`,
  )
}

function printed(value: Json): Json {
  const text = isObject(value) ? value['stdout'] : undefined
  try {
    return JSON.parse(String(text)) as Json // JSON.parse gives JSON
  } catch (thrown) {
    throw new PermanentError('GROUP_ANSWER', `Expected the program to print JSON for the group: ${toError(thrown).message}`, {
      cause: thrown,
      fix: 'Print a list with one entry per item, in their order, or an object by id.',
    })
  }
}

function wrong(expected: string, got: string): PermanentError {
  return new PermanentError('GROUP_ANSWER', `Expected the grouped step to give ${expected}, got ${got}`, {
    fix: 'A grouped step gives a list with one entry per item of {items}, in their order, or an object by id.',
  })
}
