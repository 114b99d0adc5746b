import type { Walk, WalkResult } from '../walk.ts'

/** What a part that no step has made anything of stands for: itself. */
export function partResult({ item }: Pick<Walk, 'item'>): WalkResult {
  const made = { step: 'part', fp: 'part', value: item.data }
  const row = { itemId: item.id, step: 'part', fp: 'part', parts: '{}', state: 'done', value: JSON.stringify(item.data) } as const
  return { ...made, row }
}
