/** A manifest: one file that names a pipeline, its config, its items and how to run it. */
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { meantOrKnown } from '../base/suggest.ts'
import { dependencyFaults, isPriority, priorityFault } from '../pipeline/dependency.ts'
import type { Places } from '../pipeline/places.ts'
import { shown } from '../pipeline/schema-problem.ts'
import { type Finding, refuseFindings } from '../pipeline/zod-problems.ts'
import type { DependsOn } from '../sources/given-item.ts'
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
  const { id, metadata = null, priority, depends_on } = entry
  const unknown = Object.keys(entry).filter((name) => !itemKeys.includes(name))
  return [
    ...unknown.map((name) => ({
      path: [...path, name],
      message: `Unknown key "${name}" in ${at}.${meantOrKnown(name, itemKeys)}`,
      isKey: true,
    })),
    ...(isId(id) ? [] : [wrong('id', 'text or a number')]),
    ...(metadata === null || isObject(metadata) ? [] : [wrong('metadata', 'an object')]),
    ...(priority === undefined || isPriority(priority)
      ? []
      : [{ path: [...path, 'priority'], message: `${at}.priority: ${priorityFault(priority)}.`, isKey: false }]),
    ...dependencyFaults(depends_on).map((fault) => ({
      path: [...path, 'depends_on', ...fault.key],
      message: `${at}.depends_on${keyText(fault.key)}: ${fault.message}${fault.message.endsWith('?') ? '' : '.'}`,
      isKey: false,
    })),
  ]
}

/** A text is the path of a file, and names the item. */
function inputOf(entry: Json): BatchInput {
  if (!isObject(entry)) return { id: String(entry), data: { path: String(entry) } }
  const { id, data = null, metadata, priority, depends_on } = entry as JsonObject // checked before
  return {
    id: String(id),
    data,
    ...(isObject(metadata) && { metadata: metadata as JsonObject }), // a part of JSON
    ...(typeof priority === 'number' && { priority }),
    ...(depends_on === undefined ? {} : { depends_on: depends_on as DependsOn }), // checked before
  }
}

function isId(id: unknown): boolean {
  return (typeof id === 'string' && id !== '') || typeof id === 'number'
}

/** `[2].on_failure` */
function keyText(key: readonly (string | number)[]): string {
  return key.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
}
