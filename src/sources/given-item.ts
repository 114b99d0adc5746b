/** Items as a person or a program writes them: in code, or in a manifest. */
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import { dependenciesOf, dependencyFaults, type OnFailure, priorityFault } from '../pipeline/dependency.ts'
import type { ItemEntry } from './source.ts'

/** Not looked into here: what is no JSON is refused when it is kept, in the same pass that writes it. */
const json = z.custom<Json>((value) => value !== undefined)

export const givenItem = z.strictObject({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  data: json.default(null),
  metadata: z.custom<JsonObject>(isObject, 'expected an object').nullish(),
  /** Larger ones go first. */
  priority: z
    .unknown()
    .optional()
    .superRefine((value, check) => {
      const fault = value === undefined || value === null ? undefined : priorityFault(value)
      if (fault !== undefined) check.addIssue({ code: 'custom', message: fault })
    })
    .transform((value) => Number(value ?? 0)),
  depends_on: z
    .custom<DependsOn>()
    .optional()
    .superRefine((value, check) => {
      for (const { key, message } of dependencyFaults(value)) check.addIssue({ code: 'custom', path: [...key], message })
    }),
})

/** Ids, or patterns of ids, of items that must have ended before this one starts; a text: it is skipped when that one fails. */
export type DependsOn = DependsOnOne | readonly DependsOnOne[] | null | undefined

/** Whom an item waits for: an id or a pattern of ids, and what happens to it when one of them fails. @default skip */
export type DependsOnOne = string | number | { readonly on: string; readonly on_failure?: OnFailure }

export interface GivenItem {
  readonly id: string
  readonly data: Json
  readonly metadata?: JsonObject | null | undefined
  readonly priority?: number
  readonly depends_on?: DependsOn
}

export function givenEntry({ id, data, metadata, priority = 0, depends_on }: GivenItem): ItemEntry {
  const sizeBytes = Buffer.byteLength(JSON.stringify(data))
  const dependsOn = dependenciesOf(depends_on)
  const entry = { kind: 'item', id, idIsHash: false, data, metadata: metadata ?? {}, sizeBytes, priority } as const
  return dependsOn.length === 0 ? entry : { ...entry, dependsOn }
}

/** @throws UsageError `DUPLICATE_ID` that names both places. */
export function refuseDuplicates(items: readonly Pick<GivenItem, 'id'>[]): void {
  const seen = new Map<string, number>()
  for (const [index, { id }] of items.entries()) {
    const first = seen.get(id)
    if (first === undefined) {
      seen.set(id, index)
      continue
    }
    throw new UsageError('DUPLICATE_ID', `Two items have the id "${id}": items[${first}] and items[${index}].`, {
      fix: 'Give each item an id of its own.',
    })
  }
}
