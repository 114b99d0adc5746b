/** The elements of an array that lies somewhere in a value, or in JSON text. */
import { PermanentError, toError } from '../../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../../base/json.ts'
import { jsonPath, pathText } from '../../pipeline/json-path.ts'
import { lookUp } from '../../pipeline/placeholders.ts'
import { type ChunkSize, chunks } from './chunks.ts'

/** @throws PermanentError SPLIT_NOT_JSON for text that is none, SPLIT_NOT_LIST where no array stands. */
export function elementsAt(from: Json, path: string): readonly Json[] {
  const way = jsonPath(path)
  const document = typeof from === 'string' ? parsed(from) : from
  const found = lookUp(['document', ...way], { document })
  if (Array.isArray(found)) return found
  throw new PermanentError('SPLIT_NOT_LIST', `Expected a list at ${pathText(way)}, got ${kindOf(found)}`, {
    fix: 'Name the way to the list: path: "$.chapters[*]".',
  })
}

/** Single elements as they are, several together as a list. */
export function elementParts(elements: readonly Json[], size: ChunkSize): readonly Json[] {
  return size.size === 1 ? elements : chunks(elements, size)
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json // JSON.parse gives JSON
  } catch (thrown) {
    throw new PermanentError('SPLIT_NOT_JSON', `Expected JSON to split, got text that is none: ${toError(thrown).message}`, {
      cause: thrown,
    })
  }
}

function kindOf(found: Json | undefined): string {
  if (found === undefined) return 'nothing'
  if (found === null) return 'null'
  if (isObject(found)) return `an object with ${keysOf(found as JsonObject)}` // lists are gone here
  return typeof found
}

function keysOf(found: JsonObject): string {
  const keys = Object.keys(found)
  return keys.length === 0 ? 'no keys' : `the keys ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ' …' : ''}`
}
