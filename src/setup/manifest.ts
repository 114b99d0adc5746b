/** A manifest: one file that names a pipeline, its config, its items and how to run it. */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { asksForNothing, notSupported } from '../pipeline/later-keys.ts'
import type { Places } from '../pipeline/places.ts'
import { shown } from '../pipeline/schema-problem.ts'
import { type Finding, refuseFindings } from '../pipeline/zod-problems.ts'
import type { BatchInput } from './request.ts'

export interface ManifestItems {
  readonly items: readonly BatchInput[] | undefined
  /** The manifest without them: settings like those of a pipeline file. */
  readonly settings: JsonObject
}

const itemKeys = ['id', 'data', 'metadata', 'priority', 'depends_on']

/** Takes the items out of a manifest. Throws UsageError, with its place, for one that is none. */
export function takeItems(manifest: JsonObject, places: Places): ManifestItems {
  const { items, inputs, ...settings } = manifest
  if (items === undefined && inputs === undefined) return { items: undefined, settings }
  if (items !== undefined && inputs !== undefined) {
    throw new UsageError('KEY_TWICE', 'Expected one of `items` and `inputs`, got both: they mean the same.', {
      place: places.placeOf(['inputs'], 'key'),
    })
  }
  const key = items === undefined ? 'inputs' : 'items'
  return { items: itemsIn(items ?? inputs ?? null, key, places), settings }
}

function itemsIn(value: Json, key: string, places: Places): readonly BatchInput[] {
  if (!Array.isArray(value)) {
    throw new UsageError('MANIFEST_INVALID', `\`${key}\`: expected a list, got ${shown(value)}.`, {
      place: places.placeOf([key]),
    })
  }
  const entries = value as readonly Json[] // a part of JSON
  refuseFindings(
    entries.flatMap((entry, index) => itemFindings(entry, key, index)),
    places,
    'MANIFEST_INVALID',
  )
  return entries.map(inputOf)
}

function itemFindings(entry: Json, key: string, index: number): readonly Finding[] {
  const path = [key, index]
  const at = `\`${key}[${index}]\``
  if (typeof entry === 'string') return []
  if (!isObject(entry))
    return [{ path, message: `${at}: expected an object with an \`id\`, or a path, got ${shown(entry)}.`, isKey: false }]
  const wrong = (name: string, expected: string) => ({
    path: [...path, name],
    message: `${at}.${name}: expected ${expected}, got ${shown(entry[name])}.`,
    isKey: false,
  })
  const { id, metadata = null, priority = 0, depends_on } = entry
  const unknown = Object.keys(entry).filter((name) => !itemKeys.includes(name))
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `Unknown key "${name}" in ${at}.${didYouMean(name, itemKeys)}`,
      isKey: true,
    })),
    ...(isId(id) ? [] : [wrong('id', 'text or a number')]),
    ...(metadata === null || isObject(metadata) ? [] : [wrong('metadata', 'an object')]),
    ...(typeof priority === 'number' ? [] : [wrong('priority', 'a number')]),
    ...(asksForNothing(depends_on) || isEmpty(depends_on)
      ? []
      : [{ path: [...path, 'depends_on'], message: notSupported('`depends_on`'), isKey: true }]),
  ]
}

/** A text is the path of a file, and names the item. */
function inputOf(entry: Json): BatchInput {
  if (!isObject(entry)) return { id: String(entry), data: { path: String(entry) } }
  const { id, data = null, metadata, priority } = entry as JsonObject // checked before
  return {
    id: String(id),
    data,
    ...(isObject(metadata) && { metadata: metadata as JsonObject }), // a part of JSON
    ...(typeof priority === 'number' && { priority }),
  }
}

function isId(id: unknown): boolean {
  return (typeof id === 'string' && id !== '') || typeof id === 'number'
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0
}
