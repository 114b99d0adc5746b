import type { PlannedStep } from '../engine/planned-step.ts'
import type { OutputDefinition } from '../pipeline/definition.ts'
import { layoutNeeds } from '../pipeline/folders.ts'
import type { NameFacts } from '../pipeline/names.ts'

export interface NameCase {
  readonly steps: readonly PlannedStep[]
  readonly output: OutputDefinition
  /** Fields that every item's data has; absent: unknown. */
  readonly dataFields?: readonly string[] | undefined
}

/** What the check of names must know of planned steps and of the output. */
export function nameFacts({ steps, output, dataFields }: NameCase): NameFacts {
  return {
    literal: (index) => untouched(steps[index]),
    ...(dataFields === undefined ? {} : { dataFields }),
    outputPathKnown: layoutNeeds(output.layout).every((need) => need === 'date' && output.dateFrom === 'input'),
  }
}

/** Option keys in which nobody replaces a placeholder. */
function untouched(step: PlannedStep | undefined): readonly string[] {
  const { literal = [], fillsItself = [] } = step?.work?.plan ?? {}
  return literal.filter((key) => !fillsItself.includes(key))
}
