/** What a walk needs from its batch: functions and values, not the objects that have them. */
import type { Clock } from '../base/clock.ts'
import type { Json } from '../base/json.ts'
import type { ResultRow } from '../ledger/rows.ts'
import type { RunOptions } from '../pipeline/definition.ts'
import type { DeliveredFile } from '../pipeline/delivery.ts'
import type { OutputAccess } from '../steps/step.ts'
import type { FamilyAccess } from './families/family-ledger.ts'
import type { WalkPaths } from './families/paths.ts'
import type { FingerprintSetting } from './fingerprint-parts.ts'
import type { Limits } from './limits.ts'
import type { PlannedStep } from './planned-step.ts'
import type { Walk } from './walk.ts'

export interface ItemKit {
  readonly steps: readonly PlannedStep[]
  readonly paths: WalkPaths
  readonly families: FamilyAccess
  readonly options: Pick<RunOptions, 'mode'>
  /** Absent: nothing limits any step. */
  readonly limits?: Pick<Limits, 'at' | 'costOf' | 'began' | 'ended'>
  /** With `--fresh`: only results of this batch count. */
  readonly freshFor: number | undefined
  /** A step reads the item's file: it must be there, unchanged, before and after. */
  readonly needsFile: boolean
  readonly prints: FingerprintSetting
  readonly clock: Clock
  /** From 0 to 1. */
  readonly random: () => number
  /** Aborts when the batch stops at once. */
  readonly stop: AbortSignal
  /** The pipeline file's folder. */
  readonly folder: string
  /** Throws when the item's file is not what it was. */
  checkInput(walk: Walk): Promise<void>
  /** A step is about to run: the ledger hears of the start unless the walk ends first. */
  starting(walk: Walk): void
  /** Hands over what the walk has made, and these rows; resolves when it is durable. */
  keep(walk: Walk, rows: readonly ResultRow[]): Promise<void>
  /** As `keep`, for several walks in one transaction. */
  keepTogether(walks: readonly Walk[]): Promise<void>
  /** As `keep`, without waiting: a lost ledger stops the batch. */
  post(walk: Walk): void
  /** Writes the item's result through the sink, where the sink writes one file per item. */
  putResult(walk: Walk): Promise<void> | undefined
  /** Takes secrets out of a value before it is kept or seen. */
  redact(value: Json): Json
  /** A value that lies in the blob folder. */
  blob(sha256: string): Promise<string>
  output(walk: Walk, step: string): OutputAccess
  /** The path of a kept file belongs to this item from now on; false when another item of the batch has it. */
  claim(walk: Walk, step: string, file: DeliveredFile): Promise<boolean>
  temporaryFolder(key: string, expectedBytes: number): Promise<string>
}
