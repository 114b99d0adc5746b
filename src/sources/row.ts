/** From a row of data to an item: its id, and the contract it must keep. */
import { canonical, isObject, type Json, sha256 } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { problemsText, type SchemaCheck } from '../pipeline/json-schema.ts'
import { lookUp } from '../pipeline/placeholders.ts'
import { rowOrder } from './row-order.ts'
import type { BrokenEntry, SourceEntry } from './source.ts'

export interface RowRules {
  /** The field that holds the id, `.` between levels; absent: a field named `id` where there is one, else a hash. */
  readonly id?: string
  /** The field that holds the priority. */
  readonly priority?: string
  /** The field that holds the ids of those that the item waits for. */
  readonly dependsOn?: string
  readonly check?: SchemaCheck
}

export interface Row {
  /** Counted from 1, as an editor or a spreadsheet shows it. */
  readonly number: number
  readonly value: Json
  readonly sizeBytes: number
}

export function rowEntry({ number, value, sizeBytes }: Row, rules: RowRules): SourceEntry {
  const given = givenId(value, rules.id)
  if (typeof given === 'object') return brokenRow({ number, sizeBytes, raw: canonical(value), ...given })
  const problems = rules.check?.(value) ?? []
  if (problems.length > 0) {
    const id = given ?? contentId(value)
    return { kind: 'broken', id, code: 'SCHEMA', message: `row ${number}: ${problemsText(problems)}`, sizeBytes }
  }
  const order = rowOrder(value, rules)
  const id = given ?? contentId(value)
  if ('code' in order) return { kind: 'broken', id, code: order.code, message: `row ${number}: ${order.message}`, sizeBytes }
  return { kind: 'item', id, idIsHash: given === undefined, data: value, metadata: {}, sizeBytes, ...order }
}

export interface BrokenRow {
  readonly number: number
  readonly code: string
  readonly message: string
  readonly sizeBytes: number
  /** What was read, or enough of it to tell this row from others. */
  readonly raw: string | Uint8Array
}

/** The id is a hash of what was read: no position, so that it stays when rows before it change. */
export function brokenRow({ number, code, message, sizeBytes, raw }: BrokenRow): BrokenEntry {
  return { kind: 'broken', id: `broken-${sha256(raw).slice(0, 16)}`, code, message: `row ${number}: ${message}`, sizeBytes }
}

/** The first 16 hexadecimal digits of the sha256 of the value as canonical JSON. */
export function contentId(value: Json): string {
  return sha256(canonical(value)).slice(0, 16)
}

type Given = string | undefined | Pick<BrokenRow, 'code' | 'message'>

function givenId(value: Json, field: string | undefined): Given {
  const id = isObject(value) ? lookUp((field ?? 'id').split('.'), value as { [key: string]: Json }) : undefined // rows are JSON
  if (typeof id === 'string' && id !== '') return id
  if (typeof id === 'number') return String(id)
  if (field === undefined) return undefined
  const got =
    id === undefined ? `no such field.${didYouMean(field, isObject(value) ? Object.keys(value) : [])}` : JSON.stringify(id)
  return { code: 'ID_MISSING', message: `expected a text or a number in the field "${field}" as the id, got ${got}` }
}
