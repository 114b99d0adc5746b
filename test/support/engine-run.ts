/** Runs the local engine over a memory ledger, arranged by a builder: `engineRun().items(3).step(failsOnce).run()`. */
import * as z from 'zod'
import { type Clock, systemClock } from '../../src/base/clock.ts'
import type { Json, JsonObject } from '../../src/base/json.ts'
import { Gates } from '../../src/engine/gates/gates.ts'
import { runGroup } from '../../src/engine/groups/run-group.ts'
import { groupedLanes, WaitingGroups } from '../../src/engine/groups/waiting-groups.ts'
import { Ingest } from '../../src/engine/ingest.ts'
import { Journal } from '../../src/engine/journal.ts'
import { LocalEngine } from '../../src/engine/local-engine.ts'
import { Parking } from '../../src/engine/parking.ts'
import { planSteps } from '../../src/engine/planned-step.ts'
import { runItem } from '../../src/engine/run-item.ts'
import { Tally } from '../../src/engine/tally.ts'
import type { Walk, WalkEnd } from '../../src/engine/walk.ts'
import { WorkPlan } from '../../src/engine/work-plan.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { memoryLedger } from '../../src/ledger/memory.ts'
import type { Cascade } from '../../src/ledger/ops.ts'
import type { Pipeline, RunOptions, StepDefinition } from '../../src/pipeline/definition.ts'
import type { Dependency } from '../../src/pipeline/dependency.ts'
import { itemKit } from '../../src/run/item-tools.ts'
import { HookVoice } from '../../src/setup/hook-voice.ts'
import { openWalk } from '../../src/setup/open-walk.ts'
import type { PreparedBatch } from '../../src/setup/prepared.ts'
import type { OpenSource, SourceEntry } from '../../src/sources/source.ts'
import type { Step, StepContext, StepPlan } from '../../src/steps/step.ts'

type Work = (options: JsonObject, context: StepContext) => Promise<Json> | Json

const defaultOptions: RunOptions = {
  workers: 4,
  mode: 'flexible',
  failFast: false,
  order: 'given',
  fresh: false,
  dryRun: false,
  test: false,
  durability: 'full',
  clearCache: false,
  logs: { archive: false, files: false },
  secrets: [],
}

export interface FinishedRun {
  readonly ends: ReadonlyMap<string, WalkEnd>
  /** Every end that was told, retries included, in order. */
  readonly told: readonly { readonly id: string; readonly end: WalkEnd }[]
  readonly stop: Awaited<ReturnType<LocalEngine['run']>>['stop']
  readonly ledger: Ledger
  readonly batch: number
}

export class EngineRun {
  readonly #entries: SourceEntry[] = []
  readonly #steps: { readonly step: Step; readonly definition: StepDefinition }[] = []
  #options = defaultOptions
  #clock: Clock = systemClock
  #ledger: Ledger = memoryLedger()
  readonly abort = new AbortController()
  engine: LocalEngine | undefined
  #isWary = false
  #root = '/nowhere'
  #cleanup: () => Promise<void> = async () => undefined
  #whenSettled: (walk: Walk) => void = () => undefined

  items(count: number): this {
    for (let index = 0; index < count; index++) this.item(`item-${this.#entries.length}`, { n: this.#entries.length })
    return this
  }

  item(id: string, data: Json, sizeBytes = 1): this {
    this.#entries.push({ kind: 'item', id, idIsHash: false, data, metadata: {}, sizeBytes, priority: 0 })
    return this
  }

  /** An item that waits for others. */
  waiting(id: string, ...dependsOn: readonly Dependency[]): this {
    this.#entries.push({
      ...{ kind: 'item', id, idIsHash: false, data: null, metadata: {}, sizeBytes: 1, priority: 0 },
      dependsOn,
    })
    return this
  }

  broken(id: string, message: string): this {
    this.#entries.push({ kind: 'broken', id, code: 'BROKEN_ROW', message, sizeBytes: 0 })
    return this
  }

  step(work: Work, given: Partial<StepDefinition> & { readonly plan?: Partial<StepPlan> } = {}): this {
    const { plan, ...definition } = given
    const name = definition.name ?? `step-${this.#steps.length}`
    const kind = `test:${name}`
    const step: Step<JsonObject> = {
      kind,
      options: z.record(z.string(), z.json()) as z.ZodType<JsonObject>, // JSON is what a record of JSON values is
      plan: () => ({ effects: 'pure', isDurable: true, boundBy: 'io', version: '1', ...plan }),
      run: work,
    }
    const retry = { attempts: 1, backoff: 'constant', delayMs: 0, maxDelayMs: 0, jitter: false } as const
    const complete: StepDefinition = {
      options: {},
      output: 'result',
      retry,
      optional: false,
      reads: [],
      ...definition,
      name,
      kind: definition.kind ?? kind,
    }
    this.#steps.push({ step: step as Step, definition: complete })
    return this
  }

  /** A step of a kind that exists, such as split. */
  use(step: Step, options: JsonObject, given: Partial<StepDefinition> = {}): this {
    this.step(() => null, { name: `${step.kind}-${this.#steps.length}`, ...given, kind: step.kind, options })
    for (const { definition } of this.#steps.splice(-1)) this.#steps.push({ step, definition })
    return this
  }

  options(options: Partial<RunOptions>): this {
    this.#options = { ...this.#options, ...options }
    return this
  }

  clock(clock: Clock): this {
    this.#clock = clock
    return this
  }

  /** Nothing is written outside of it. */
  root(root: string): this {
    this.#root = root
    return this
  }

  /** As after a session that died. */
  wary(): this {
    this.#isWary = true
    return this
  }

  cleanup(cleanup: () => Promise<void>): this {
    this.#cleanup = cleanup
    return this
  }

  whenSettled(listener: (walk: Walk) => void): this {
    this.#whenSettled = listener
    return this
  }

  /** Runs over a ledger that has seen earlier batches. */
  ledger(ledger: Ledger): this {
    this.#ledger = ledger
    return this
  }

  /** The ledger that the run writes to, for steps that look. */
  get ledgerOf(): Ledger {
    return this.#ledger
  }

  async run(): Promise<FinishedRun> {
    const ledger = this.#ledger
    const prepared = await this.#prepare()
    const [{ batch }] = await ledger.commit([
      { op: 'open-batch', batch: newBatch(prepared), session: { pid: 1, host: 'h', boot: 'b', at: 1 } },
    ])
    const ends = new Map<string, WalkEnd>()
    const told: { id: string; end: WalkEnd }[] = []
    const engine = this.#build(prepared, {
      ledger,
      batch,
      onCascade: ({ ends: fallen }) => {
        for (const { id, state, reason } of fallen) ends.set(id, { kind: 'ended', state, reason })
      },
      onSettled: (walk, end) => {
        told.push({ id: walk.item.id, end })
        this.#whenSettled(walk)
        if (end.kind === 'ended') ends.set(walk.item.id, end)
      },
    })
    this.engine = engine
    const { stop } = await engine.run()
    return { ends, told, stop, ledger, batch }
  }

  async #prepare(): Promise<PreparedBatch> {
    const pipeline: Pipeline = {
      name: 'test',
      description: '',
      input: { type: 'test', options: {} },
      steps: this.#steps.map(({ definition }) => definition),
      output: { type: 'stdout', path: '-', layout: ['tree'], dateFrom: 'input', overwrite: 'own', options: {} },
      options: this.#options,
      after: [],
      hooks: { hooks: [], notify: [] },
      config: {},
      folder: '/',
    }
    const kinds = new Map(this.#steps.map(({ step }) => [step.kind, step]))
    const entries = this.#entries
    const source: OpenSource = {
      envelope: {},
      read: async function* (skip) {
        yield* entries.slice(skip)
      },
      close: async () => undefined,
    }
    const sink = {
      form: 'item',
      options: {},
      sink: { type: 'none', form: 'item', options: z.any(), put: () => undefined },
    } as const
    return {
      ...{ pipeline, source, sink, name: 'test', folder: '/', wanted: () => true, warnings: [] },
      after: [],
      hooks: { hooks: [], voice: new HookVoice(), close: async () => undefined },
      aggregation: undefined,
      steps: await planSteps(pipeline.steps, kinds, { folder: '/', config: {} }),
      places: { root: this.#root, logs: undefined },
      streams: { output: process.stdout },
    }
  }

  #build(
    prepared: PreparedBatch,
    run: {
      readonly ledger: Ledger
      readonly batch: number
      readonly onSettled: (walk: Walk, end: WalkEnd) => void
      readonly onCascade: (cascade: Cascade) => void
    },
  ): LocalEngine {
    const { ledger, batch, onSettled } = run
    const clock = this.#clock
    const steadyWall = () => clock.wall()
    const { options } = prepared.pipeline
    const journal = new Journal({
      ledger,
      batch,
      clock,
      steadyWall,
      onStarted: () => undefined,
      onWoken: (step, seq) => engine.woken(step, seq),
      onCascade: (cascade) => engine.cascaded(cascade),
      onAttempts: () => undefined,
      onLost: (error) => engine.lost(error),
    })
    const temporary = { make: async () => '/nowhere', remove: async () => undefined }
    const kit = itemKit({
      onParts: (step, count) => engine.arrived(step, count),
      prepared,
      ledger,
      batch,
      batchName: 'test',
      journal,
      clock,
      stop: this.abort.signal,
      redact: (value) => value,
      temporary,
    })
    const lanes = groupedLanes(prepared.steps)
    const plan = new WorkPlan(prepared.steps.length, new Map(lanes.map(({ step, group }) => [step, group.size])))
    const tally = new Tally(
      { blocked: 0, ready: 0, running: 0, waiting: 0, succeeded: 0, failed: 0, skipped: 0, cancelled: 0, review: 0 },
      0,
    )
    const engine: LocalEngine = new LocalEngine({
      ...{ ledger, batch, options, clock, journal, plan, tally, onSettled, onCascade: run.onCascade, abort: this.abort },
      isWary: this.#isWary,
      parking: new Parking({ ledger, batch, plan, tally, steadyWall }),
      gates: new Gates({
        workers: options.workers,
        range: { start: 4, min: 1, max: 8 },
        reserveBytes: 0,
        turnSize: undefined,
        onAdjusted: () => undefined,
      }),
      ingest: (signal, onRows) =>
        new Ingest({
          ledger,
          batch,
          source: prepared.source,
          position: 0,
          taken: 0,
          options,
          wanted: prepared.wanted,
          clock,
          signal,
          onRows,
        }).run(),
      openWalk: (ready) => openWalk(ready, prepared, 'test'),
      runItem: (walk) => runItem(walk, kit),
      runGroup: (walks, step) => runGroup(walks, step, kit),
      groups: new WaitingGroups(lanes),
      onCleanup: this.#cleanup,
      betweenTurns: async () => undefined,
    })
    return engine
  }
}

export function engineRun(): EngineRun {
  return new EngineRun()
}

function newBatch({ pipeline, steps }: PreparedBatch) {
  return {
    name: `test_${Math.random().toString(36).slice(2)}`,
    pipeline: pipeline.name,
    pipelineJson: '{}',
    optionsJson: '{}',
    codeJson: '{}',
    stepNames: steps.map(({ definition }) => definition.name),
    startsAfterIngest: pipeline.options.order !== 'given',
    outputRoot: '/nowhere',
    created: 1,
  }
}
