import { isJsonObject, type Json, type JsonObject, sha256 } from '../base/json.ts'
import { type CostUnit, costUnits } from '../pipeline/limit-definition.ts'
import type { FamilyEnd } from '../pipeline/part.ts'
import { templateParts } from '../pipeline/placeholders.ts'
import type { Announcement, OutputAccess, Spent, StepContext } from '../steps/step.ts'
import type { ItemKit } from './item-kit.ts'
import type { Visit } from './limited-step.ts'
import type { Walk } from './walk.ts'

export interface ContextCase {
  readonly walk: Walk
  readonly kit: ItemKit
  readonly signal: AbortSignal
  readonly fp: string
  readonly n: number
  readonly notes: Record<string, Json>
  /** Absent: nothing limits the step. */
  readonly visit?: Visit | undefined
  readonly step: string
}

/** What a running step may use; made per attempt, costly parts only when they are asked for. */
export class AttemptContext implements StepContext {
  readonly signal: AbortSignal
  readonly attempt: number
  readonly #case: ContextCase
  #output: OutputAccess | undefined

  constructor(made: ContextCase) {
    this.#case = made
    this.signal = made.signal
    this.attempt = made.n
  }

  get item() {
    return this.#case.walk.item
  }

  get names(): JsonObject {
    return this.#case.walk.names
  }

  get file(): string | undefined {
    return this.#case.walk.file
  }

  get family(): FamilyEnd | undefined {
    return this.#case.walk.family
  }

  get folder(): string {
    return this.#case.kit.folder
  }

  get idempotencyKey(): string {
    return sha256(`${this.#case.walk.item.id}\n${this.#case.fp}`)
  }

  /** The same one every time: it tells the step's deliveries apart. */
  get output(): OutputAccess {
    this.#output ??= this.#case.kit.output(this.#case.walk, this.#case.step)
    return this.#output
  }

  temporaryFolder(expectedBytes: number): Promise<string> {
    const { walk, kit } = this.#case
    return kit.temporaryFolder(temporaryKey(walk), expectedBytes)
  }

  parts(template: string) {
    return templateParts(template, this.names)
  }

  spent(amounts: Spent): void {
    const { notes, visit } = this.#case
    const sums = Object.fromEntries(costUnits.flatMap((unit) => summed(unit, amounts[unit], notes['spent'])))
    notes['spent'] = { ...asObject(notes['spent']), ...sums }
    if (visit !== undefined) Object.assign(visit.spent, sums)
  }

  quota(announced: Announcement): void {
    this.#case.visit?.passage.announced(announced)
  }

  note(facts: JsonObject): void {
    Object.assign(this.#case.notes, facts)
  }
}

function summed(unit: CostUnit, amount: number | undefined, before: Json | undefined): readonly (readonly [string, number])[] {
  if (amount === undefined) return []
  if (!Number.isFinite(amount) || amount < 0)
    throw new TypeError(`Expected \`spent\` to be told of a number of ${unit} from 0 up, got ${amount}.`)
  const sum = asObject(before)[unit]
  return [[unit, amount + (typeof sum === 'number' ? sum : 0)]]
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {}
}

/** One key per walk: its temporary files are removed together. */
export function temporaryKey(walk: Walk): string {
  return `${walk.ready.seq}-${walk.attempt}`
}
