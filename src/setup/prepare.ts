/** From what was asked to a batch that could start: everything that can be refused is refused here, before the first item. */
import { join, resolve } from 'node:path'
import { systemClock } from '../base/clock.ts'
import { UsageError } from '../base/errors.ts'
import { isObject, type JsonObject } from '../base/json.ts'
import { didYouMean } from '../base/suggest.ts'
import { planSteps } from '../engine/planned-step.ts'
import type { BatchRow } from '../ledger/rows.ts'
import type { Pipeline } from '../pipeline/definition.ts'
import { checkBatchNames, checkNames } from '../pipeline/names.ts'
import { compileSelection } from '../pipeline/selection.ts'
import type { OpenSource, Source, SourceEntry, SourceSetting } from '../sources/source.ts'
import { readyPrograms } from '../system/program.ts'
import { afterHookKinds, withAfterHooks } from './after-hooks.ts'
import { batchName } from './batch-name.ts'
import { loadKindsOf, type Parts, partsWith } from './built-in.ts'
import { codeVersions } from './code-versions.ts'
import { givenItems } from './given-items.ts'
import { loadPipeline } from './load-pipeline.ts'
import { nameFacts } from './name-facts.ts'
import { type OpenHooks, openHooks } from './open-hooks.ts'
import { outputPlaces } from './output-places.ts'
import { ownPlaces } from './own-places.ts'
import { refuseInput, refuseUnwritable } from './preflight.ts'
import { prepareAggregation, refuseAggregateOutput } from './prepare-aggregation.ts'
import type { PreparedBatch, PreparedSink } from './prepared.ts'
import type { BatchRequest, ContinueRequest } from './request.ts'
import { resumeOptions } from './resume-options.ts'
import { fromJson } from './stored-pipeline.ts'
import { openWatched, refuseSelection } from './watch-input.ts'

export async function prepareBatch(request: BatchRequest): Promise<PreparedBatch> {
  const folder = resolve(request.folder ?? process.cwd())
  const parts = partsWith(request.parts)
  const loaded = await loadPipeline(request, loadKindsOf(parts))
  const { pipeline } = loaded
  const name = batchName(systemClock.wall(), pipeline.options.test)
  const assembly = { pipeline, parts, folder, name, request }
  const check = async (prepared: PreparedBatch) => {
    const { steps, after, source, places } = prepared
    checkNames(pipeline, loaded.places, nameFacts({ steps, output: pipeline.output, dataFields: source.fields }))
    checkBatchNames(pipeline, loaded.places, nameFacts({ steps: after, output: pipeline.output }).literal)
    await refuseUnwritable(prepared)
    await refuseAggregateOutput(pipeline, name, places.root)
    await refuseInput(prepared)
  }
  return { ...(await assembled(assembly, check)), warnings: loaded.warnings }
}

type StoredBatch = Pick<BatchRow, 'name' | 'pipelineJson' | 'optionsJson' | 'codeJson' | 'sourceDone'>

/** The stored pipeline of a batch, as it was frozen when the batch began. */
export async function prepareAgain(row: StoredBatch, request: ContinueRequest): Promise<PreparedBatch> {
  const folder = resolve(request.folder ?? process.cwd())
  const stored = fromJson(row.pipelineJson)
  const pipeline = { ...stored, options: resumeOptions(stored, request.options) }
  const envelope = row.sourceDone ? { envelope: envelopeOf(row) } : {}
  const assembly = { pipeline, parts: partsWith(request.parts), folder, name: row.name, request: {}, ...envelope }
  return assembled(assembly, async (prepared) => {
    refuseChangedCode(prepared, row.codeJson)
    await refuseUnwritable(prepared)
  })
}

interface Assembly {
  readonly pipeline: Pipeline
  readonly parts: Parts
  readonly folder: string
  /** Of the batch. */
  readonly name: string
  readonly request: Pick<BatchRequest, 'inputs' | 'only' | 'where' | 'streams' | 'ledger'>
  /** Of a source that has been read to its end: it is not opened again. */
  readonly envelope?: JsonObject
}

/** Hooks that have been opened are closed when the batch is refused after all. */
async function assembled(assembly: Assembly, check: (prepared: PreparedBatch) => Promise<void>): Promise<PreparedBatch> {
  const { pipeline, name } = assembly
  const hooks = await openHooks(pipeline.hooks, { folder: pipeline.folder, batchName: name })
  try {
    const prepared = await assemble({ ...assembly, pipeline: withAfterHooks(pipeline, hooks) }, hooks)
    await check(prepared)
    return prepared
  } catch (thrown) {
    await hooks.close()
    throw thrown
  }
}

async function assemble(
  { pipeline, parts, folder, name, request, envelope }: Assembly,
  hooks: OpenHooks,
): Promise<PreparedBatch> {
  const places = outputPlaces(pipeline.output, folder)
  const setting = {
    folder,
    forbidden: ownPlaces({ pipeline, folder, root: places.root, ledger: request.ledger }),
    spoolFolder: join(folder, '.millrace', 'spool', name),
    standardInput: request.streams?.input ?? process.stdin,
  }
  const source = partOf(parts.sources, pipeline.input.type, 'input')
  const place = { folder: pipeline.folder, config: pipeline.config }
  const steps = await planSteps(pipeline.steps, new Map([...parts.steps, ...afterHookKinds(hooks)]), place)
  const after = await planSteps(pipeline.after, parts.steps, place)
  if ([...steps, ...after].some(({ work }) => work?.plan.runsPrograms)) readyPrograms()
  return {
    name,
    pipeline,
    steps,
    after,
    aggregation: await prepareAggregation(pipeline),
    source: envelope !== undefined ? endedSource(envelope) : await openInput({ pipeline, source, request, setting }),
    sink: preparedSink(parts, pipeline),
    places,
    hooks,
    wanted: selection(request),
    warnings: [],
    streams: { output: request.streams?.output ?? process.stdout },
    folder,
  }
}

interface Opening {
  readonly pipeline: Pipeline
  readonly source: Source
  readonly request: Assembly['request']
  readonly setting: SourceSetting
}

async function openInput({ pipeline, source, request, setting }: Opening): Promise<OpenSource> {
  if (pipeline.options.watch !== undefined) {
    refuseSelection(request)
    return openWatched(pipeline, source, setting)
  }
  const { inputs } = request
  return source.open(
    inputs === undefined ? source.options.parse(pipeline.input.options) : givenItems(source.options, inputs),
    setting,
  )
}

function endedSource(envelope: JsonObject): OpenSource {
  return { envelope, read: async function* () {}, close: async () => undefined }
}

function envelopeOf({ optionsJson }: StoredBatch): JsonObject {
  // Written by `newBatch` as JSON of an object that has it.
  return (JSON.parse(optionsJson) as { readonly envelope?: JsonObject }).envelope ?? {}
}

function partOf<Part>(parts: ReadonlyMap<string, Part>, type: string, what: string): Part {
  const part = parts.get(type)
  if (part !== undefined) return part
  throw new UsageError(
    'UNKNOWN_TYPE',
    `Expected ${what}.type to be one of ${[...parts.keys()].join(', ')}, got "${type}".${didYouMean(type, parts.keys())}`,
  )
}

function preparedSink({ sinks }: Parts, { output }: Pipeline): PreparedSink {
  const sink = partOf(sinks, output.type, 'output')
  const options = sink.options.parse(output.options)
  if (sink.form === 'none') return { form: 'none' }
  return sink.form === 'item' ? { form: 'item', sink, options } : { form: 'projection', sink, options }
}

/** `--only` and `--where` look at items before they are part of the batch. */
function selection({ only, where }: Pick<BatchRequest, 'only' | 'where'>): (entry: SourceEntry) => boolean {
  const ids = only === undefined ? undefined : new Set(only)
  const condition = where === undefined ? undefined : compileSelection(where, ['id', 'data', 'metadata'])
  return (entry) => {
    if (ids !== undefined && !ids.has(entry.id)) return false
    if (condition === undefined || entry.kind === 'broken') return true
    return condition.holds({ id: entry.id, data: entry.data, metadata: entry.metadata })
  }
}

function refuseChangedCode(prepared: PreparedBatch, codeJson: string): void {
  const before: unknown = JSON.parse(codeJson)
  const now = codeVersions(prepared)
  const changed = Object.keys(now).find((name) => !isObject(before) || before[name] !== now[name])
  if (changed === undefined) return
  throw new UsageError('CODE_CHANGED', `The code or tool of step "${changed}" has changed since the batch began.`, {
    fix: 'Start a new batch with `millrace run`: what has not changed is reused.',
  })
}
