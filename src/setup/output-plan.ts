/** Which item writes which file, as far as that is known before the work: no two may have the same. */
import { UsageError } from '../base/errors.ts'
import { plainText } from '../base/format.ts'
import { layoutNeeds } from '../pipeline/folders.ts'
import type { ItemEntry, SourceEntry } from '../sources/source.ts'
import { pathKey } from '../system/safe-path.ts'
import { openWalk, pathFor } from './open-walk.ts'
import type { PreparedBatch } from './prepared.ts'

export class OutputPlan {
  readonly #prepared: PreparedBatch
  readonly #owners = new Map<string, string>()
  readonly #isKnowable: boolean

  constructor(prepared: PreparedBatch) {
    this.#prepared = prepared
    const { layout, dateFrom } = prepared.pipeline.output
    this.#isKnowable = layoutNeeds(layout).every((need) => need === 'date' && dateFrom === 'input')
  }

  /** Throws OUTPUT_COLLISION when an earlier item has the same output path. */
  add(entry: SourceEntry): void {
    if (!this.#isKnowable || entry.kind === 'broken' || !this.#prepared.wanted(entry)) return
    const path = pathFor(openWalk(readyItem(entry), this.#prepared, this.#prepared.name), this.#prepared, {})
    if (path === undefined) return
    const owner = this.#owners.get(pathKey(path))
    if (owner !== undefined && owner !== entry.id) throw collision(path, owner, entry.id)
    this.#owners.set(pathKey(path), entry.id)
  }
}

/** An item as it would come from the ledger, before anything has happened to it. */
export function readyItem({ id, sizeBytes, data, metadata, stamp }: ItemEntry): Parameters<typeof openWalk>[0] {
  return {
    ...{ seq: 0, id, version: 1, sizeBytes, rank: 0, step: 0, tries: 0, attempt: 0, losses: 0, results: [] },
    data: JSON.stringify(data),
    metadata: JSON.stringify(metadata),
    stamp: stamp === undefined ? undefined : JSON.stringify(stamp),
  }
}

function collision(path: string, first: string, second: string): UsageError {
  return new UsageError(
    'OUTPUT_COLLISION',
    `Two items would write the same file ${plainText(path)}: "${plainText(first)}" and "${plainText(second)}".`,
    {
      fix: 'Give the outputs different names with `output.naming`, or keep their folders with `output.layout: tree`.',
    },
  )
}
