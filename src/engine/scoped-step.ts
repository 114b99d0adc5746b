/** Steps that came out of a recipe see the names of their scope, in place of all names of the item. */
import type { JsonObject } from '../base/json.ts'
import type { Condition } from '../pipeline/condition.ts'
import { type CompiledTemplate, templateParts } from '../pipeline/placeholders.ts'
import { namesIn, type RecipeScope } from '../pipeline/recipe-scope.ts'
import type { Announcement, Spent, Step, StepContext } from '../steps/step.ts'

/** The conditions on the way to a step, from the outermost recipe to the step's own. */
export interface ScopedConditions {
  readonly recipes: readonly { readonly condition: Condition; readonly scope: RecipeScope | undefined }[]
  readonly own: Condition | undefined
  readonly scope: RecipeScope
  /** A step that only decides: where its recipe is passed over, so is its decision. */
  readonly onlyDecides: boolean
}

/** One condition that stands for all of them; nothing where there is none. */
export function scopedCondition({ recipes, own, scope, onlyDecides }: ScopedConditions): Condition | undefined {
  if (own === undefined && (recipes.length === 0 || onlyDecides)) return undefined
  const isTaken = (names: JsonObject) => recipes.every((one) => one.condition.holds(seen(one.scope, names)))
  const holds = (names: JsonObject) => own?.holds(namesIn(scope, names)) ?? true
  return {
    names: own?.names ?? [],
    holds: (names) => (isTaken(names) ? holds(names) : onlyDecides),
  }
}

export function scopedTemplate(template: CompiledTemplate, scope: RecipeScope): CompiledTemplate {
  return { names: template.names, fill: (names) => template.fill(namesIn(scope, names)) }
}

/** @param scope none: a step beside recipes, which does not see what they have set */
export function scopedStep(step: Step, scope: RecipeScope | undefined): Step {
  return { ...step, run: (options, context) => step.run(options, new ScopedContext(context, scope)) }
}

class ScopedContext implements StepContext {
  readonly names: JsonObject
  readonly folder: string
  readonly #outer: StepContext

  constructor(outer: StepContext, scope: RecipeScope | undefined) {
    this.names = namesIn(scope, outer.names)
    this.folder = scope?.folder ?? outer.folder
    this.#outer = outer
  }

  get item() {
    return this.#outer.item
  }

  get file() {
    return this.#outer.file
  }

  get signal() {
    return this.#outer.signal
  }

  get idempotencyKey() {
    return this.#outer.idempotencyKey
  }

  get attempt() {
    return this.#outer.attempt
  }

  get output() {
    return this.#outer.output
  }

  get family() {
    return this.#outer.family
  }

  temporaryFolder(expectedBytes: number): Promise<string> {
    return this.#outer.temporaryFolder(expectedBytes)
  }

  parts(template: string) {
    return templateParts(template, this.names)
  }

  spent(amounts: Spent): void {
    this.#outer.spent(amounts)
  }

  quota(announced: Announcement): void {
    this.#outer.quota(announced)
  }

  note(facts: JsonObject): void {
    this.#outer.note(facts)
  }
}

function seen(scope: RecipeScope | undefined, names: JsonObject): JsonObject {
  return scope === undefined ? names : namesIn(scope, names)
}
