/** Items as a person or a program writes them: in code, or in a manifest. */
import * as z from 'zod'
import { UsageError } from '../base/errors.ts'
import { isObject, type Json, type JsonObject } from '../base/json.ts'
import type { ItemEntry } from './source.ts'

/** Not looked into here: what is no JSON is refused when it is kept, in the same pass that writes it. */
const json = z.custom<Json>((value) => value !== undefined)

export const givenItem = z.strictObject({
  id: z.union([z.string().min(1), z.number()]).transform(String),
  data: json.default(null),
  metadata: z.custom<JsonObject>(isObject, 'expected an object').nullish(),
  /** Higher ones go first in `order: priority`. */
  priority: z.number().default(0),
})

export interface GivenItem {
  readonly id: string
  readonly data: Json
  readonly metadata?: JsonObject | null | undefined
  readonly priority?: number
}

export function givenEntry({ id, data, metadata, priority = 0 }: GivenItem): ItemEntry {
  const sizeBytes = Buffer.byteLength(JSON.stringify(data))
  return { kind: 'item', id, idIsHash: false, data, metadata: metadata ?? {}, sizeBytes, priority }
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
