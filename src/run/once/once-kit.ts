/** A walk without an item: the batch itself goes through one step, with all that a step may count on. */
import { type Json, type JsonObject, sha256 } from '../../base/json.ts'
import { WalkOutput } from '../../engine/deliver.ts'
import { walkPaths } from '../../engine/families/paths.ts'
import { Inputs } from '../../engine/inputs.ts'
import type { ItemKit } from '../../engine/item-kit.ts'
import type { PlannedStep } from '../../engine/planned-step.ts'
import type { Walk } from '../../engine/walk.ts'
import type { KeptResult } from '../../ledger/rows.ts'
import { openWalk } from '../../setup/open-walk.ts'
import { readyItem } from '../../setup/output-plan.ts'
import { pathKey } from '../../system/safe-path.ts'
import type { OnceSetting } from './once-setting.ts'

export interface OnceWalk {
  readonly names: Record<string, Json>
  readonly kept: readonly KeptResult[]
  /** Tries that have failed. */
  readonly tries: number
}

/** The batch as the item of a walk: its id is the batch's, its data what it came to. */
export function onceWalk({ prepared, row }: OnceSetting, { names, kept, tries }: OnceWalk): Walk {
  const { attempt: _, ...facts } = names
  const entry = {
    kind: 'item',
    id: row.name,
    idIsHash: false,
    priority: 0,
    data: plain(facts),
    metadata: {},
    sizeBytes: 0,
  } as const
  const ready = { ...readyItem(entry), tries, results: kept }
  return { ...openWalk(ready, prepared, row.name), names, file: undefined }
}

/** What is worked out when it is asked for is no data. */
function plain(facts: JsonObject): JsonObject {
  const { created_files: _, ...data } = facts
  return data
}

/** @param keep writes down what the walk has made */
export function onceKit(setting: OnceSetting, planned: PlannedStep, keep: ItemKit['keep']): ItemKit {
  const { prepared, ledger, row, clock, stop, redact, temporary } = setting
  const { pipeline, places } = prepared
  const inputs = new Inputs(ledger, clock)
  return {
    ...{ clock, stop, redact, keep, steps: [planned], options: pipeline.options, freshFor: undefined, needsFile: false },
    prints: {
      fileHash: (file) => inputs.hash(file),
      folder: pipeline.folder,
      output: { root: places.root, layout: [], naming: null },
    },
    paths: walkPaths([planned]),
    families: noFamilies,
    random: Math.random,
    folder: pipeline.folder,
    checkInput: async () => undefined,
    starting: () => undefined,
    keepTogether: () => Promise.reject(new TypeError('A group after the batch was not refused.')),
    post: () => undefined,
    putResult: () => undefined,
    // Kept values stand in the events themselves.
    blob: async () => 'null',
    output: (walk, step) => onceOutput(walk, step, setting),
    claim: async ({ item }, step, { path, sizeBytes, sha256 }) => {
      const claimed = { itemId: item.id, step, path, pathKey: pathKey(path), sizeBytes, sha256 }
      const [answer] = await ledger.commit([{ op: 'claim', batch: row.batch, seq: 0, ...claimed }])
      return answer.granted
    },
    temporaryFolder: (key, bytes) => temporary.make(key, bytes),
  }
}

/** The batch is nobody's part, and nothing splits it. */
const noFamilies: ItemKit['families'] = {
  inherit: async () => undefined,
  state: async () => undefined,
  expand: () => Promise.reject(new TypeError('A split after the batch was not refused.')),
  end: () => Promise.reject(new TypeError('A merge after the batch was not refused.')),
}

function onceOutput(walk: Walk, step: string, { prepared, ledger, row }: OnceSetting): WalkOutput {
  const { pipeline, places } = prepared
  return new WalkOutput(walk, step, {
    ...{ ledger, batch: row.batch, batchName: `${row.name}-${sha256(step).slice(0, 8)}`, root: places.root },
    overwrite: pipeline.output.overwrite,
    refusesEarly: pipeline.options.durability === 'full',
    pathFor: () => undefined,
    checkInput: async () => undefined,
  })
}
