/** What a row says about its place among others, from the fields that the input names. */
import { isObject, type Json } from '../base/json.ts'
import { type Dependency, dependenciesOf, dependencyFaults, isPriority, priorityFault } from '../pipeline/dependency.ts'
import { lookUp } from '../pipeline/placeholders.ts'
import type { RowRules } from './row.ts'
import type { ItemEntry } from './source.ts'

type RowOrder = Pick<ItemEntry, 'priority' | 'dependsOn'> | { readonly code: string; readonly message: string }

const unordered: RowOrder = { priority: 0 }

/** A field that is empty or not there says nothing. */
export function rowOrder(value: Json, rules: Pick<RowRules, 'priority' | 'dependsOn'>): RowOrder {
  if (rules.priority === undefined && rules.dependsOn === undefined) return unordered
  const priority = asNumber(fieldOf(value, rules.priority)) ?? 0
  if (!isPriority(priority))
    return { code: 'PRIORITY_INVALID', message: `${priorityFault(priority)} in the field "${rules.priority}"` }
  const names = asList(fieldOf(value, rules.dependsOn))
  const [first] = dependencyFaults(names)
  if (first !== undefined) return { code: 'DEPENDENCY_INVALID', message: `${first.message} in the field "${rules.dependsOn}"` }
  const dependsOn: readonly Dependency[] = dependenciesOf(names)
  return dependsOn.length === 0 ? { priority } : { priority, dependsOn }
}

function fieldOf(value: Json, field: string | undefined): Json | undefined {
  if (field === undefined || !isObject(value)) return undefined
  const found = lookUp(field.split('.'), value as { [key: string]: Json }) // rows are JSON
  return found === null || found === '' ? undefined : found
}

/** The cells of a table are texts. */
function asNumber(value: Json | undefined): Json | undefined {
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value
}

function asList(value: Json | undefined): Json | undefined {
  if (typeof value !== 'string') return value
  return value
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
