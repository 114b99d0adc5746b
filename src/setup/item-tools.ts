/** Builds what walks need from the parts of one batch: the one place where engine, system and sink meet. */
import type { Clock } from '../base/clock.ts'
import type { Json } from '../base/json.ts'
import { type KnownFacts, WalkOutput } from '../engine/deliver.ts'
import { Inputs } from '../engine/inputs.ts'
import type { ItemKit } from '../engine/item-kit.ts'
import { fileOf, itemNames, relativeOf } from '../engine/item-names.ts'
import type { Journal } from '../engine/journal.ts'
import { temporaryKey } from '../engine/step-context.ts'
import type { Walk } from '../engine/walk.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { ReadyItem } from '../ledger/rows.ts'
import { outputPath } from '../pipeline/folders.ts'
import type { FileStamp, Item } from '../pipeline/item.ts'
import type { TemporaryFolders } from '../system/temporary.ts'
import type { PreparedBatch } from './prepared.ts'

export interface ToolsSetting {
  readonly prepared: PreparedBatch
  readonly ledger: Ledger
  readonly batch: number
  readonly batchName: string
  readonly journal: Journal
  readonly clock: Clock
  readonly stop: AbortSignal
  readonly redact: (value: Json) => Json
  readonly temporary: TemporaryFolders
}

export class ItemTools {
  readonly kit: ItemKit
  readonly #setting: ToolsSetting
  readonly #inputs: Inputs
  readonly #needsFile: boolean

  constructor(setting: ToolsSetting) {
    this.#setting = setting
    this.#inputs = new Inputs(setting.ledger, setting.clock)
    this.#needsFile = needsFile(setting.prepared)
    this.kit = this.#makeKit()
  }

  openWalk(ready: ReadyItem): Walk {
    const { prepared, batchName } = this.#setting
    const { pipeline, source, folder } = prepared
    // The ledger wrote both from exactly these types.
    const item: Item = { id: ready.id, data: JSON.parse(ready.data) as Json, metadata: JSON.parse(ready.metadata) as Item['metadata'] }
    const file = fileOf(item.data, folder)
    const names = itemNames(item, file, { config: pipeline.config, envelope: source.envelope, batchId: batchName })
    const walk: Walk = {
      ready,
      item,
      attempt: ready.attempt + 1,
      file,
      names,
      unwritten: { attempts: [], results: [], files: [] },
      delivered: [],
      result: undefined,
      step: 0,
      isMarked: false,
      isReused: true,
      outputBytes: 0,
      lapses: [],
    }
    const path = this.#pathFor(walk, {})
    if (path !== undefined) names['output_path'] = path
    return walk
  }

  async cleanUp(walk: Walk): Promise<void> {
    await this.#setting.temporary.remove(temporaryKey(walk))
  }

  #makeKit(): ItemKit {
    const { prepared, ledger, batch, journal, clock, stop, redact, temporary } = this.#setting
    const { pipeline, steps } = prepared
    const { output, options } = pipeline
    return {
      steps,
      options,
      freshFor: options.fresh ? batch : undefined,
      needsFile: this.#needsFile,
      prints: {
        fileHash: (file) => this.#inputs.hash(file),
        output: { root: prepared.places.root, layout: output.layout, naming: output.naming ?? null },
      },
      clock,
      random: Math.random,
      stop,
      folder: pipeline.folder,
      checkInput: (walk) => this.#checkInput(walk),
      starting: (walk) => journal.starting(walk),
      keep: (walk, rows) => journal.keep(walk, rows),
      post: (walk) => journal.post(walk),
      putResult: (walk) => this.#putResult(walk),
      redact,
      blob: async (sha256) => (await ledger.read({ get: 'blob', sha256 })) ?? 'null',
      output: (walk, step) => this.#output(walk, step),
      temporaryFolder: (key, bytes) => temporary.make(key, bytes),
    }
  }

  #output(walk: Walk, step: string): WalkOutput {
    const { prepared, ledger, batch, batchName } = this.#setting
    return new WalkOutput(walk, step, {
      ledger,
      batch,
      batchName,
      root: prepared.places.root,
      overwrite: prepared.pipeline.output.overwrite,
      pathFor: (other, known) => this.#pathFor(other, known),
      checkInput: (other) => this.#checkInput(other),
    })
  }

  #pathFor(walk: Walk, known: KnownFacts): string | undefined {
    const { output } = this.#setting.prepared.pipeline
    const { takenMs, ...facts } = known
    const dateMs = output.dateFrom === 'exif' ? (takenMs ?? stampOf(walk)?.mtimeMs) : stampOf(walk)?.mtimeMs
    const place = outputPath({
      root: this.#setting.prepared.places.root,
      ...(walk.file === undefined ? {} : { relativePath: relativeOf(walk.item, walk.file) }),
      id: walk.item.id,
      layout: output.layout,
      ...(output.naming === undefined ? {} : { naming: output.naming }),
      ...facts,
      ...(dateMs === undefined ? {} : { dateMs }),
      names: walk.names,
    })
    return 'path' in place ? place.path : undefined
  }

  async #checkInput(walk: Walk): Promise<void> {
    if (walk.file !== undefined && this.#needsFile) await this.#inputs.check(walk.file, stampOf(walk))
  }

  async #putResult(walk: Walk): Promise<void> {
    const { sink } = this.#setting.prepared
    if (sink.form !== 'item' || walk.result === undefined) return
    const delivery = sink.sink.put(walk.result.value, sink.options)
    if (delivery !== undefined) await this.#output(walk, walk.result.step).deliver(delivery)
  }
}

function stampOf({ ready }: Walk): FileStamp | undefined {
  return ready.stamp === undefined ? undefined : (JSON.parse(ready.stamp) as FileStamp) // written from this type
}

const pathNames = ['path', 'content', 'dir', 'filename']

/** The item's file is looked at: by a step that reads it, or through a name that stands for it. */
function needsFile({ steps }: PreparedBatch): boolean {
  return steps.some(({ work }) => {
    if (work === undefined) return false
    const { plan, reads } = work
    return plan.readsFile === true || reads.some((name) => pathNames.includes(name.split('.')[0] ?? ''))
  })
}

