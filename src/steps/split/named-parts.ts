/** From values to parts that have a name: their own, or their number. */
import { PermanentError } from '../../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../../base/json.ts'
import type { Part } from '../../pipeline/part.ts'

/** Numbers as text of at least four digits, from 1: sorted by name they are in order up to 9,999. */
export function numberedParts(values: readonly Json[]): readonly Part[] {
  return values.map((data, index) => ({ id: numberName(index), data }))
}

/**
 * What a function returned: a list of values, or of `{ id?, data }` where a part has a name of its own.
 * @throws PermanentError SPLIT_NOT_LIST, SPLIT_ID for a name that is none, SPLIT_ID_TWICE for two that are the same.
 */
export function givenParts(value: Json): readonly Part[] {
  if (!Array.isArray(value)) {
    throw new PermanentError('SPLIT_NOT_LIST', `Expected the function to return a list of parts, got ${kindOf(value)}`, {
      fix: 'Return a list of values, or of { id, data }.',
    })
  }
  const parts = value.map(givenPart)
  refuseTwice(parts)
  return parts
}

function givenPart(entry: Json, index: number): Part {
  if (!isNamed(entry)) return { id: numberName(index), data: entry }
  const { id, data } = entry
  if (id === undefined) return { id: numberName(index), data: data ?? null }
  if ((typeof id === 'string' && id !== '') || typeof id === 'number') return { id: String(id), data: data ?? null }
  throw new PermanentError('SPLIT_ID', `Expected the id of part ${index + 1} to be text or a number, got ${JSON.stringify(id)}`)
}

/** Nothing but `data`, and maybe `id`: any other object is data itself. */
function isNamed(entry: Json): entry is JsonObject {
  return isObject(entry) && 'data' in entry && Object.keys(entry).every((key) => key === 'id' || key === 'data')
}

function refuseTwice(parts: readonly Part[]): void {
  const seen = new Map<string, number>()
  for (const [index, { id }] of parts.entries()) {
    const first = seen.get(id)
    if (first !== undefined)
      throw new PermanentError('SPLIT_ID_TWICE', `Parts ${first + 1} and ${index + 1} have the same id "${id}"`, {
        fix: 'Give each part an id of its own, or none at all: then it gets a number.',
      })
    seen.set(id, index)
  }
}

function numberName(index: number): string {
  return String(index + 1).padStart(4, '0')
}

function kindOf(value: Json): string {
  if (value === null) return 'nothing'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
