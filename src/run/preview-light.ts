/**
 * Steps that keep no value and change nothing run in every walk: so they do in a dry run, where kept results behind them
 * can only be judged by the value they give.
 */
import { PermanentError } from '../base/errors.ts'
import { type Json, sha256 } from '../base/json.ts'
import type { PlannedStep, PlannedWork } from '../engine/planned-step.ts'
import type { Walk } from '../engine/walk.ts'
import { templateParts } from '../pipeline/placeholders.ts'
import { pathFor } from '../setup/open-walk.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import type { StepContext } from '../steps/step.ts'
import { resolveBelow } from '../system/safe-path.ts'

/** Reading, checking: cheap enough that its value is not kept, and nothing is different after it. */
export function isLight({ plan, effects }: PlannedWork): boolean {
  return effects === 'pure' && !plan.isDurable
}

export interface LightCase {
  readonly walk: Walk
  readonly prepared: PreparedBatch
  readonly planned: PlannedStep
}

/** The value of a light step; what it throws is what would fail the item. */
export async function runLight(work: PlannedWork, light: LightCase): Promise<Json> {
  const { walk } = light
  walk.names['attempt'] = 1
  const options = work.optionsFor(walk.names)
  return (await work.step.run(options, lightContext(light))) ?? null
}

/** All of a step's context, except for what writes. */
function lightContext({ walk, prepared, planned }: LightCase): StepContext {
  const refuse = () => Promise.reject(new PermanentError('DRY_RUN', `Step "${planned.definition.name}" writes in a dry run`))
  return {
    ...{ item: walk.item, names: walk.names, file: walk.file, attempt: 1 },
    signal: new AbortController().signal,
    folder: prepared.pipeline.folder,
    idempotencyKey: sha256(`${walk.item.id}\n${planned.definition.name}`),
    output: {
      path: pathFor(walk, prepared, {}),
      deliver: refuse,
      delivered: [],
      resolve: (path) => resolveBelow(prepared.places.root, path),
    },
    temporaryFolder: refuse,
    parts: (template) => templateParts(template, walk.names),
    note: () => undefined,
    spent: () => undefined,
    quota: () => undefined,
  }
}
