/** Builds what walks need from the parts of one batch: the one place where engine, system and sink meet. */
import type { Clock } from '../base/clock.ts'
import type { Json } from '../base/json.ts'
import { WalkOutput } from '../engine/deliver.ts'
import { FamilyLedger } from '../engine/families/family-ledger.ts'
import { walkPaths } from '../engine/families/paths.ts'
import { Inputs } from '../engine/inputs.ts'
import type { ItemKit } from '../engine/item-kit.ts'
import type { Journal } from '../engine/journal.ts'
import type { Limits } from '../engine/limits.ts'
import type { Walk } from '../engine/walk.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pathFor, stampOf } from '../setup/open-walk.ts'
import type { PreparedBatch } from '../setup/prepared.ts'
import { pathKey } from '../system/safe-path.ts'
import type { TemporaryFolders } from '../system/temporary.ts'
import { whileWatched } from './watched-file.ts'

export interface ToolsSetting {
  readonly prepared: PreparedBatch
  readonly ledger: Ledger
  readonly batch: number
  readonly batchName: string
  readonly journal: Journal
  /** So many new items stand before this step. */
  readonly onParts: (step: number, count: number) => void
  readonly clock: Clock
  readonly stop: AbortSignal
  readonly redact: (value: Json) => Json
  /** Absent: nothing limits any step. */
  readonly limits?: Limits | undefined
  readonly temporary: Pick<TemporaryFolders, 'make'>
}

export function itemKit(setting: ToolsSetting): ItemKit {
  const { prepared, ledger, batch, journal, onParts, clock, stop, redact, temporary } = setting
  const { pipeline, steps, places } = prepared
  const { output, options } = pipeline
  const inputs = new Inputs(ledger, clock)
  const families = new FamilyLedger({ ledger, batch, onParts, write: (walk, chunk) => journal.expand(walk, chunk) })
  const looksAtFile = needsFile(prepared)
  const { watching } = prepared.source
  const look = <Seen>(at: () => Promise<Seen>) => (watching === undefined ? at() : whileWatched(at, watching.roots))
  const checkInput = async (walk: Walk) => {
    const { file } = walk
    if (file !== undefined && looksAtFile) await look(() => inputs.check(file, stampOf(walk)))
  }
  const outputOf = (walk: Walk, step: string) => walkOutput({ walk, step, setting, checkInput })
  return {
    ...{ steps, families, options, clock, stop, redact, checkInput, output: outputOf },
    paths: walkPaths(steps),
    ...(setting.limits !== undefined && { limits: setting.limits }),
    freshFor: options.fresh ? batch : undefined,
    needsFile: looksAtFile,
    prints: {
      fileHash: (file) => look(() => inputs.hash(file)),
      folder: pipeline.folder,
      output: { root: places.root, layout: output.layout, naming: output.naming ?? null },
    },
    random: Math.random,
    folder: pipeline.folder,
    starting: (walk) => journal.starting(walk),
    keep: (walk, rows) => journal.keep(walk, rows),
    keepTogether: (walks) => journal.keepTogether(walks),
    post: (walk) => journal.post(walk),
    putResult: (walk) => putResult(walk, prepared, outputOf),
    blob: async (sha256) => (await ledger.read({ get: 'blob', sha256 })) ?? 'null',
    claim: async (walk, step, file) => {
      const { ready, item } = walk
      const own = { seq: ready.seq, itemId: item.id, step, pathKey: pathKey(file.path) }
      const { path, sizeBytes, sha256 } = file
      const [answer] = await ledger.commit([{ op: 'claim', batch, ...own, path, sizeBytes, sha256 }])
      return answer.granted
    },
    temporaryFolder: (key, bytes) => temporary.make(key, bytes),
  }
}

interface OutputCase {
  readonly walk: Walk
  readonly step: string
  readonly setting: ToolsSetting
  readonly checkInput: (walk: Walk) => Promise<void>
}

function walkOutput({ walk, step, setting, checkInput }: OutputCase): WalkOutput {
  const { prepared, ledger, batch, batchName } = setting
  return new WalkOutput(walk, step, {
    ...{ ledger, batch, batchName, checkInput },
    root: prepared.places.root,
    overwrite: prepared.pipeline.output.overwrite,
    refusesEarly: prepared.pipeline.options.durability === 'full',
    pathFor: (other, known) => pathFor(other, prepared, known),
  })
}

function putResult(
  walk: Walk,
  { sink }: PreparedBatch,
  outputOf: (walk: Walk, step: string) => WalkOutput,
): Promise<void> | undefined {
  if (sink.form !== 'item' || walk.result === undefined) return undefined
  const delivery = sink.sink.put(walk.result.value, sink.options)
  return delivery === undefined
    ? undefined
    : outputOf(walk, walk.result.step)
        .deliver(delivery)
        .then(() => undefined)
}

const pathNames = ['path', 'content', 'dir', 'filename']

/** The item's file is looked at: by a step that reads it, or through a name that stands for it. */
function needsFile({ steps }: PreparedBatch): boolean {
  // What a step takes away is not there afterwards, and after a crash not before it either.
  if (steps.some(({ work }) => work?.plan.consumesFile === true)) return false
  return steps.some(({ work }) => {
    if (work === undefined) return false
    const { plan, reads } = work
    return plan.readsFile === true || reads.some((name) => pathNames.includes(name.split('.')[0] ?? ''))
  })
}
